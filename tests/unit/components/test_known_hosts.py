"""Host keys as OpenSSH writes them; ssh-keygen itself hashes the names."""

import shutil
import subprocess
from pathlib import Path

import pytest

from components.known_hosts import host_key
from errors import IntentError

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def asked(folder: Path, text: str, host: str = "127.0.0.1", port: int = 10023) -> str:
    path = folder / "known_hosts"
    path.write_text(text)
    return host_key(str(path), host, port, "verification.client.knownHosts")


@pytest.mark.parametrize(
    ("line", "host", "port"),
    [
        ("[127.0.0.1]:10023", "127.0.0.1", 10023),
        ("client.example", "client.example", 22),
        ("other,[127.0.0.1]:10023", "127.0.0.1", 10023),
    ],
)
def test_the_key_of_a_host_and_port(tmp_path: Path, line: str, host: str, port: int) -> None:
    assert asked(tmp_path, f"# comment\n\nsomebody ssh-rsa AAAA\n{line} {KEY} a comment\n", host, port) == KEY


def test_a_host_without_a_key_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IntentError) as caught:
        asked(tmp_path, f"[127.0.0.1]:22 {KEY}\n")
    path = tmp_path / "known_hosts"
    assert str(caught.value).splitlines()[1:] == [
        f"  FILE03 verification.client.knownHosts: '{path}': has no key of [127.0.0.1]:10023",
        f"    hint: is the lab up? elsewhere: ssh-keyscan -p 10023 127.0.0.1 >> {path}, "
        "and compare the fingerprint there",
    ]


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_hashed_names_are_found(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "id"], check=True)
    key = " ".join((tmp_path / "id.pub").read_text().split()[:2])
    path = tmp_path / "known_hosts"
    path.write_text(f"[127.0.0.1]:10023 {key}\n")
    subprocess.run(["ssh-keygen", "-H", "-f", path], check=True, capture_output=True)
    assert "127.0.0.1" not in path.read_text()
    assert host_key(str(path), "127.0.0.1", 10023, "x") == key
