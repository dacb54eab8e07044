"""A pinned host key is a whole key of the type that stands before it."""

import base64

import asyncssh
import pytest

from model.host_key import is_host_key

TYPES = ("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-dss")


def public(kind: str) -> str:
    key = (
        asyncssh.generate_private_key(kind, key_size=1024) if kind == "ssh-rsa" else asyncssh.generate_private_key(kind)
    )
    return " ".join(key.export_public_key().decode().split()[:2])


@pytest.mark.parametrize("kind", TYPES)
def test_a_real_key_is_taken_and_a_part_of_it_is_not(kind: str) -> None:
    key = public(kind)
    name, _, text = key.partition(" ")
    data = base64.b64decode(text)
    assert is_host_key(key)
    assert not is_host_key(f"{name} {base64.b64encode(data[:-1]).decode()}")
    assert not is_host_key(f"{name} {base64.b64encode(data + data[:1]).decode()}")
    assert not is_host_key(f"ssh-rsa {text}" if name != "ssh-rsa" else f"ssh-ed25519 {text}")


@pytest.mark.parametrize(
    "text",
    ["ssh-rsa AAAA", "ssh-rsa", "ssh-rsa AAAAB3NzaC1yc2E=", "ssh-ed25519 AAAA====", "ssh-foo AAAAB3NzaC1yc2E=", ""],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    assert not is_host_key(text)
