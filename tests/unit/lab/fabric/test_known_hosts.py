"""The host keys of the published ports."""

from pathlib import Path

from lab.fabric import known_hosts
from lab.fabric.places import Places


def test_each_port_has_exactly_its_last_key(tmp_path: Path) -> None:
    places = Places(tmp_path)
    known_hosts.add(places, 10022, "ssh-rsa AAAA1 router")
    known_hosts.add(places, 10023, "ssh-ed25519 BBBB")
    known_hosts.add(places, 10022, "ssh-rsa AAAA2\n")
    assert places.known_hosts.read_text() == "[127.0.0.1]:10023 ssh-ed25519 BBBB\n[127.0.0.1]:10022 ssh-rsa AAAA2\n"
