"""The algorithms that each release offers in its first packet."""

import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]


def key_exchange_offer(port: int) -> list[list[str]]:
    """Return the algorithm lists of the server's first packet (RFC 4253, 7.1)."""
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.sendall(b"SSH-2.0-test\r\n")
        stream = plain.makefile("rb")
        stream.readline()
        size, padding = struct.unpack(">IB", stream.read(5))
        packet = stream.read(size - 1)[: size - 1 - padding]
    lists, at = [], 17  # after the message number and the cookie
    for _ in range(8):
        (length,) = struct.unpack_from(">I", packet, at)
        lists.append(packet[at + 4 : at + 4 + length].decode().split(","))
        at += 4 + length
    return lists


AES = ["aes128-ctr", "aes192-ctr", "aes256-ctr"]
RECORDED = {
    "16.12": (
        ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1"],
        ["ssh-rsa"],
        AES,
        ["hmac-sha2-256", "hmac-sha2-512", "hmac-sha1", "hmac-sha1-96"],
    ),
    "17.15": (
        [
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            *(f"ecdh-sha2-nistp{bits}" for bits in (256, 384, 521)),
            "diffie-hellman-group14-sha256",
            "diffie-hellman-group16-sha512",
        ],
        ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
        ["chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", *AES],
        ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"],
    ),
}


@pytest.mark.parametrize("profile", RECORDED)
def test_each_release_offers_the_algorithms_recorded_of_it(start: Start, profile: str) -> None:
    exchange, host_key, ciphers, _, macs, *_ = key_exchange_offer(start(profile=profile).port)
    own = ("ext-info-s", "kex-strict-s-v00@openssh.com")  # the SSH library's signals, no algorithms
    assert ([name for name in exchange if name not in own], host_key, ciphers, macs) == RECORDED[profile]
