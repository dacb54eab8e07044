"""Each release's SSH algorithms. Source: logs of clients and OpenSSH against the real releases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A release's SSH algorithms and version texts."""

    name: str
    release: str
    train: str
    kex: tuple[str, ...]
    host_key: tuple[str, ...]
    ciphers: tuple[str, ...]
    macs: tuple[str, ...]


_CTR = ("aes128-ctr", "aes192-ctr", "aes256-ctr")
PROFILES = {
    "16.12": Profile(
        "16.12",
        "16.12.03",
        "Gibraltar",
        ("diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1"),
        ("ssh-rsa",),
        _CTR,
        ("hmac-sha2-256", "hmac-sha2-512", "hmac-sha1", "hmac-sha1-96"),
    ),
    "17.15": Profile(
        "17.15",
        "17.15.01",
        "IOSXE",
        (
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group14-sha256",
            "diffie-hellman-group16-sha512",
        ),
        ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"),
        ("chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", *_CTR),
        ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"),
    ),
}
