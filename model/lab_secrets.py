"""Refusal of the lab's secrets, which are public in this repository, for routers outside the lab."""

import ipaddress
from collections.abc import Iterator

from errors import Problem
from model.stack import Stack

# The same as in lab/passphrase, and the salts of Pulumi.dev.yaml, Pulumi.frr.yaml and Pulumi.staging.yaml.
PASSPHRASE = "lab"
SALTS = frozenset({"koasbjTHbbI=", "jyfxaQULhlM=", "wDMC1Hi7r5A="})
_HINT = (
    "export PULUMI_CONFIG_PASSPHRASE_FILE with a file of your own before `make -s env`, make the stack's file with "
    "`make new-stack STACK=NAME FROM=dev`, and set its secrets; docs/own-network.md has every step"
)


def lab_secret_problems(stack: Stack, salt: str | None, passphrase: str | None) -> Iterator[Problem]:
    """The problems of routers outside this machine whose secrets would be encrypted with a public passphrase.

    The salt is the `encryptionsalt` in the stack's file, None: unknown or absent. The passphrase is the one in force,
    None: unknown.
    """
    if salt and SALTS.intersection(salt.split(":")[1:2]):
        code, what = "SECRET01", "the stack's file has the encryptionsalt of a stack of the lab"
    elif passphrase == PASSPHRASE:
        code, what = "SECRET02", "the lab's passphrase is in force"
    else:
        return
    what = f"{what}: this router's password would be encrypted with a public passphrase"
    expected = "a passphrase of your own, or a router in 127.0.0.0/8"
    for name, router in stack.routers.items():
        if router.host and not is_loopback(router.host):
            yield Problem(f"routers.{name}.host", what, _HINT, code=code, found=router.host, expected=expected)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
