"""The host key is always judged, and the person is told the exact fingerprint and what to type."""

from pathlib import Path

import paramiko
import pytest

from errors import HostKeyError
from transport.endpoint import Endpoint
from transport.host_keys import check_host_key, fingerprint, known_keys, preferred_algorithms

KEY = paramiko.RSAKey.generate(2048)
OTHER = paramiko.RSAKey.generate(2048)


def endpoint(known_hosts: Path | None = None, host_key: str | None = None, port: int = 10022) -> Endpoint:
    return Endpoint("rt1", "127.0.0.1", "admin", port, str(known_hosts) if known_hosts else None, host_key)


def recorded(path: Path, key: paramiko.PKey, name: str = "[127.0.0.1]:10022") -> Path:
    path.write_text(f"{name} {key.get_name()} {key.get_base64()}\n")
    return path


def judged(where: Endpoint, shown: paramiko.PKey = KEY) -> str:
    try:
        check_host_key(where, known_keys(where), shown)
    except HostKeyError as error:
        return str(error)
    return "fine"


def test_a_key_on_record_is_fine(tmp_path: Path) -> None:
    assert judged(endpoint(recorded(tmp_path / "known_hosts", KEY))) == "fine"


def test_port_22_is_recorded_under_the_bare_name(tmp_path: Path) -> None:
    assert judged(endpoint(recorded(tmp_path / "known_hosts", KEY, "127.0.0.1"), port=22)) == "fine"


def test_a_pinned_key_needs_no_file() -> None:
    assert judged(endpoint(host_key=f"ssh-rsa {KEY.get_base64()}")) == "fine"


def test_an_unknown_key_is_refused_with_its_fingerprint_and_the_way_to_record_it(tmp_path: Path) -> None:
    path = tmp_path / "known_hosts"
    path.touch()
    assert judged(endpoint(path)) == (
        f"rt1: host key ssh-rsa {fingerprint(KEY)} of 127.0.0.1 port 10022 is unknown: '{path}' has none for it\n"
        "  hint: compare the fingerprint on the router's console, then: "
        f"ssh-keyscan -p 10022 127.0.0.1 >> {path}"
    )


def test_a_changed_key_is_refused(tmp_path: Path) -> None:
    path = recorded(tmp_path / "known_hosts", OTHER)
    assert judged(endpoint(path)) == (
        f"rt1: host key ssh-rsa {fingerprint(KEY)} is not the one '{path}' has for 127.0.0.1 port 10022\n"
        "  hint: if the router was replaced or its key renewed, compare the fingerprint on its console and record "
        "the new key; otherwise the connection may be intercepted"
    )


def test_another_key_than_the_pinned_one_is_refused() -> None:
    said = judged(endpoint(host_key=f"ssh-rsa {OTHER.get_base64()}"))
    assert said.startswith(f"rt1: host key ssh-rsa {fingerprint(KEY)} is not the pinned one: 127.0.0.1 port 10022\n")


def test_a_missing_file_is_named_with_the_way_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    with pytest.raises(HostKeyError) as caught:
        known_keys(endpoint(path))
    assert str(caught.value) == (
        f"rt1: known_hosts file '{path}' cannot be read: No such file or directory\n"
        f"  hint: make it with: ssh-keyscan -p 10022 127.0.0.1 >> {path}, and compare the fingerprint on the router's "
        "console"
    )


def test_the_key_on_record_is_asked_for_first() -> None:
    offered = ("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
    wanted = ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa", "ssh-ed25519"]
    assert preferred_algorithms({"ssh-rsa": "AAAA"}, offered) == wanted


def test_a_revoked_key_is_refused(tmp_path: Path) -> None:
    path = recorded(tmp_path / "known_hosts", KEY)
    path.write_text(f"{path.read_text()}@revoked * ssh-rsa {KEY.get_base64()}\n")
    assert judged(endpoint(path)) == (
        f"rt1: host key ssh-rsa {fingerprint(KEY)} of 127.0.0.1 port 10022 is revoked in '{path}'\n"
        "  hint: the key must not be used: give the router a new one, or find out which host answers there"
    )


def test_one_of_several_keys_on_record_is_fine(tmp_path: Path) -> None:
    path = recorded(tmp_path / "known_hosts", OTHER)
    path.write_text(f"@cert-authority * ssh-rsa AAAA\n{path.read_text()}[127.0.0.1]:10022 ssh-rsa {KEY.get_base64()}\n")
    assert judged(endpoint(path)) == "fine"
