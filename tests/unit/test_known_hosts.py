"""A known_hosts file says what OpenSSH reads out of it, and a line that says nothing stops no other."""

import base64
import hashlib
import hmac
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from components.known_hosts import host_key
from errors import IntentError
from known_hosts import HostKeys, keys_for


def key(number: int, kind: str = "ssh-ed25519") -> str:
    """A key of that type, base64."""
    return base64.b64encode(struct.pack(">I", len(kind)) + kind.encode() + bytes([number]) * 32).decode()


A, B = key(1), key(2)
HASH = base64.b64encode(hmac.digest(b"salt", b"[rt1]:10022", hashlib.sha1)).decode()
FOUND = HostKeys({"ssh-ed25519": (A,)})


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (f"[rt1]:10022 ssh-ed25519 {A} a comment", FOUND),
        (f"[RT1]:10022 ssh-ed25519 {A}", FOUND),
        (f"other,[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"[rt?]:10022 ssh-ed25519 {A}", FOUND),
        (f"* ssh-ed25519 {A}", FOUND),
        (f"*,![rt1]:10022 ssh-ed25519 {A}", HostKeys({})),
        (f"rt1 ssh-ed25519 {A}", HostKeys({})),
        (f"|1|c2FsdA==|{HASH} ssh-ed25519 {A}", FOUND),
        (f"|1|c2FsdA==|{HASH[:-4]} ssh-ed25519 {B}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"|1|%%%|%%% ssh-ed25519 {B}\n|1| x y\n|1|c2FsdA== ssh-rsa {B}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"@cert-authority * ssh-ed25519 {B}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"@unknown * ssh-ed25519 {B}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"[rt1]:10022 ssh-ed25519 ????\n[rt1]:10022 1024 35 1234\n[rt1]:10022\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"[rt1]:10022 ssh-rsa {B}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"[rt1]:10022 ssh-ed25519 {A}\n[rt1]:10022 ssh-ed25519 {B}", HostKeys({"ssh-ed25519": (A, B)})),
        (
            f"[rt1]:10022 ssh-ed25519 {A}\n[rt1]:10022 ssh-ed25519 {B}\n@revoked * ssh-ed25519 {B}",
            HostKeys({"ssh-ed25519": (A,)}, frozenset({("ssh-ed25519", B)})),
        ),
        (f"@revoked other ssh-ed25519 {A}\n[rt1]:10022 ssh-ed25519 {A}", FOUND),
        (f"# [rt1]:10022 ssh-ed25519 {B}\n\n\r\n\t[rt1]:10022\tssh-ed25519 {A}\r", FOUND),
    ],
)
def test_what_a_file_has_on_record(lines: str, found: HostKeys) -> None:
    assert keys_for(lines.encode(), "rt1", 10022) == found


@pytest.mark.parametrize(
    "junk", [b"\xff\xfe\x00h\x00i", b"caf\xe9 ssh-rsa AAAA", b"\x00" * 100, "日本".encode("euc-jp")]
)
def test_another_encoding_stops_nothing(junk: bytes) -> None:
    assert keys_for(junk + f"\n[rt1]:10022 ssh-ed25519 {A}".encode(), "rt1", 10022) == FOUND


def test_the_client_is_not_reached_by_a_revoked_key(tmp_path: Path) -> None:
    path = tmp_path / "known_hosts"
    path.write_text(f"client ssh-ed25519 {A}\n@revoked * ssh-ed25519 {A}\n")
    with pytest.raises(IntentError, match="has only revoked keys of client"):
        host_key(str(path), "client", 22, "x")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_ssh_keygen_finds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "known_hosts"
    path.write_text(f"other ssh-ed25519 {B}\n[rt*]:10022 ssh-ed25519 {A}\n")
    found = subprocess.run(["ssh-keygen", "-F", "[rt1]:10022", "-f", path], capture_output=True, text=True)
    assert A in found.stdout
    assert keys_for(path.read_bytes(), "rt1", 10022) == FOUND
