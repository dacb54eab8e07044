"""What the lab's passphrase encrypts everybody can read, so it is for routers of this machine alone."""

import pytest
import yaml

from model.lab_secrets import PASSPHRASE, SALTS, lab_secret_problems
from model.load import stack_from
from model.stack import Stack
from preflight.passphrase import salt_in
from tests.seed import PROJECT, seed_values

OWN_SALT = "v1:AAAAAAAAAAA=:v1:BBBBBBBBBBBBBBBB:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=="
DEV_SALT = str(yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["encryptionsalt"])


def stack_at(host: str) -> Stack:
    values = seed_values()
    values["routers"]["csr1000v"]["host"] = host
    return stack_from(values)


def told(host: str, salt: str | None = None, passphrase: str | None = None) -> list[str]:
    return [str(problem) for problem in lab_secret_problems(stack_at(host), salt, passphrase)]


HINT = (
    "    hint: export PULUMI_CONFIG_PASSPHRASE_FILE with a file of your own before `make -s env`, make the stack's "
    "file with `make new-stack STACK=NAME FROM=dev`, and set its secrets; docs/own-network.md has every step"
)


def test_the_passphrase_and_the_salts_are_the_labs() -> None:
    assert (PROJECT / "lab" / "passphrase").read_text().strip() == PASSPHRASE
    files = [(PROJECT / f"Pulumi.{name}.yaml").read_text() for name in ("dev", "frr", "staging")]
    assert {str(salt_in(text)).split(":")[1] for text in files} == SALTS


def test_a_real_router_is_refused_with_the_labs_passphrase() -> None:
    assert told("192.0.2.1", OWN_SALT, PASSPHRASE) == [
        "SECRET02 routers.csr1000v.host: the lab's passphrase is in force: this router's password would be encrypted "
        "with a public passphrase\n"
        "    found: 192.0.2.1\n"
        "    expected: a passphrase of your own, or a router in 127.0.0.0/8\n" + HINT
    ]


def test_a_real_router_is_refused_with_the_salt_of_dev() -> None:
    assert told("rt1.example.net", DEV_SALT, "own") == [
        "SECRET01 routers.csr1000v.host: the stack's file has the encryptionsalt of a stack of the lab: this router's "
        "password would be encrypted with a public passphrase\n"
        "    found: rt1.example.net\n"
        "    expected: a passphrase of your own, or a router in 127.0.0.0/8\n" + HINT
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.8.7", "localhost", "::1"])
def test_a_router_of_this_machine_may_have_both(host: str) -> None:
    assert told(host, DEV_SALT, PASSPHRASE) == []


@pytest.mark.parametrize(("salt", "passphrase"), [(None, None), (OWN_SALT, "own"), ("", ""), ("v1", None)])
def test_a_real_router_may_have_what_is_not_the_labs(salt: str | None, passphrase: str | None) -> None:
    assert told("192.0.2.1", salt, passphrase) == []
