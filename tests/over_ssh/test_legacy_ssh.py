"""SHA-1, 3DES and MD5 are offered to a router only where its entry says so, and never preferred; over real SSH."""

from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from errors import UnreachableError
from model.iosxe_router import IosXeRouter
from platforms.iosxe.cli.session import connect
from tests.hostile_router import HOST_KEY, RSA_KEY, Behaviour, HostileRouter, hostile_router
from tests.lab_router import PASSWORD, LabRouter, lab_router
from transport import remote_command as host
from transport.connection import open_shell
from transport.endpoint import Endpoint
from transport.legacy import LEGACY

NEEDED = (
    "rt1: 127.0.0.1 port {} offers only legacy SSH algorithms: {}\n  hint: they weaken the session and are "
    "offered only with `routers.rt1.sshLegacy: true` in the stack file; run `pulumi up` with it before `refresh` or "
    "`destroy`"
)
OF_A_HOST = "rt1: 127.0.0.1 port {} offers only legacy SSH algorithms: {}\n  hint: its SSH server must offer newer ones"
# A session's id is a hash by the function of its key exchange; SHA-1's has 20 bytes.
SHA_256_BYTES = 32
KINDS = {
    "kex": "key exchange with SHA-1",
    "keys": "host key signatures with SHA-1 (ssh-rsa)",
    "ciphers": "encryption with 3DES",
    "macs": "MACs with MD5",
}


def endpoint_of(port: int, host_key: str, legacy: bool) -> Endpoint:
    """The reach of an entry that is as short as can be."""
    entry = {"host": "127.0.0.1", "port": port, "username": "admin", "hostKey": host_key, "asn": 65000}
    said: dict[str, bool] = {"sshLegacy": True} if legacy else {}
    return Endpoint.of("rt1", IosXeRouter.model_validate({**entry, **said, "vrfs": {"RED": {"rd": "1:1"}}}))


def key_of(kind: str) -> str:
    return f"{RSA_KEY.get_name()} {RSA_KEY.get_base64()}" if kind == "keys" else HOST_KEY


def only(kind: str) -> Behaviour:
    return Behaviour(offers={kind: LEGACY[kind][-2:-1] or LEGACY[kind]})


@pytest.fixture
def key(tmp_path: Path) -> str:
    paramiko.ECDSAKey.generate().write_private_key_file(str(tmp_path / "key"))
    return str(tmp_path / "key")


def agreed(transport: paramiko.Transport) -> list[object]:
    """What both ends use: how long the hash of the key exchange is, then the algorithms."""
    return [
        len(transport.session_id or b""),
        *(getattr(transport, name) for name in ("host_key_type", "remote_cipher", "remote_mac")),
    ]


def refusals(router: HostileRouter, kind: str, key: str) -> list[str]:
    """What a session and a host's command end with."""
    endpoint, told = endpoint_of(router.port, key_of(kind), legacy=False), []
    with pytest.raises(UnreachableError) as caught:
        connect(endpoint, PASSWORD)
    told.append(str(caught.value))
    with pytest.raises(UnreachableError) as caught:
        host.run(replace(endpoint, legacy_switch=""), key, "curl")
    return [*told, str(caught.value)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_router_or_host_with_one_kind_of_legacy_alone_is_told_by_that_kind(kind: str, key: str) -> None:
    with hostile_router(only(kind)) as router:
        assert refusals(router, kind, key) == [text.format(router.port, KINDS[kind]) for text in (NEEDED, OF_A_HOST)]
    assert router.answers == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_entry_lets_a_session_use_that_kind(kind: str) -> None:
    with (
        hostile_router(only(kind)) as router,
        connect(endpoint_of(router.port, key_of(kind), legacy=True), PASSWORD) as it,
    ):
        assert it.show("show privilege") == "Current privilege level is 15"


def test_an_ios_xe_16_is_told_by_both_of_its_kinds(router: LabRouter) -> None:
    with pytest.raises(UnreachableError) as caught:
        connect(endpoint_of(router.port, router.host_key, legacy=False), PASSWORD)
    assert str(caught.value) == NEEDED.format(router.port, f"{KINDS['kex']}, {KINDS['keys']}")


@pytest.mark.parametrize("legacy", [False, True])
def test_an_ios_xe_17_gets_no_legacy_algorithm_whatever_its_entry_says(tmp_path: Path, legacy: bool) -> None:
    with lab_router(tmp_path, "--profile", "17.15") as router:
        transport, _ = open_shell(endpoint_of(router.port, router.host_key, legacy), PASSWORD)
        used = agreed(transport)
        transport.close()
    assert set(used) == {"rsa-sha2-512", "aes128-ctr", "hmac-sha2-256-etm@openssh.com", SHA_256_BYTES}


def test_a_router_that_offers_both_gets_none_of_its_legacy_algorithms() -> None:
    newest = {"kex": "ecdh-sha2-nistp256", "ciphers": "aes256-gcm@openssh.com", "macs": "hmac-sha1-96"}
    both = {kind: (*LEGACY[kind], algorithm) for kind, algorithm in newest.items()}
    with hostile_router(Behaviour(offers=both)) as router:
        transport, _ = open_shell(endpoint_of(router.port, HOST_KEY, legacy=True), PASSWORD)
        used = agreed(transport)
        transport.close()
    assert used == [SHA_256_BYTES, "ecdsa-sha2-nistp256", newest["ciphers"], newest["macs"]]
