"""With each side silent in turn, a round ends within its stated bound and says which side it could not look at.

A silence lasts a second here, and on the path to a node a tenth of its time. The table of docs/verification.md has how
long it lasts otherwise, and a test compares it with the program's values.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import asyncssh
import pytest

from model.cluster import Client
from model.iosxe_router import IosXeRouter
from platforms.facts import Hop, Route
from preflight.render import rendered
from tests.api_server import api_server, kubeconfig
from tests.command_host import command_host
from tests.lab_router import PASSWORD, STARTUP, lab_router_on_a_thread
from tests.over_ssh.relay import relay
from tests.seed import PROJECT, seed_stack
from tests.unit.verify.sources import NODES, Parts, session
from transport.endpoint import Endpoint
from verify import client, cluster
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Result, Verdict
from verify.client import SshClient
from verify.cluster import ApiCluster
from verify.router import SshRouter
from verify.runner import run
from verify.sources import Sources

# A side with its silence.
Silent = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager[Sources]]
# Everything around a silence, on a busy machine.
AROUND_SECONDS = 3.0
SILENT_NODE = NODES["worker3"]
# The requests to the service and those to its pods, a ping of the nodes, and two of the pods, which are tried twice.
NODE_SECONDS = 2 * client._SILENCES * client._ANSWER_SECONDS + 3 * 2


@contextmanager
def silent_port() -> Iterator[int]:
    """A port that accepts connections and says nothing."""
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    kept.append(server.accept()[0])

        Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    for each in kept:
        each.close()


@contextmanager
def unreached_router(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Sources]:
    with silent_port() as port:
        endpoint = Endpoint("csr1000v", "127.0.0.1", "admin", port, host_key="ssh-rsa AAAA", connect_seconds=1)
        yield replace(Parts().sources(), routers={"csr1000v": SshRouter(endpoint, lambda: "not-a-secret")})


@contextmanager
def router_that_falls_silent(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Sources]:
    """A router that is logged in to, and whose wire then passes nothing on."""
    startup = STARTUP.removesuffix("end\n") + rendered(seed_stack(), "csr1000v") + "end\n"
    with lab_router_on_a_thread(folder / "router", startup=startup) as running, relay(running.port) as wire:
        endpoint = replace(running.endpoint, port=wire.port, host_key=running.host_key, answer_seconds=1)
        router = SshRouter(endpoint, lambda: PASSWORD)
        router.facts.sessions("k8s-calico")
        wire.mute_after(0)
        yield replace(Parts().sources(), routers={"csr1000v": router})
        router.close()


@contextmanager
def silent_api_server(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Sources]:
    patch.setattr(cluster, "_ANSWER_SECONDS", 1)
    with api_server() as api:
        for path in ("/api/v1/nodes", "/api/v1/services", "/apis/crd.projectcalico.org/v1/blockaffinities"):
            api.never(path)
        for kind in ("services", "pods"):
            api.never(f"/api/v1/namespaces/default/{kind}").never(f"/api/v1/namespaces/metallb-system/{kind}")
        for kind in ("configurationstates", "servicebgpstatuses"):
            api.never(f"/apis/metallb.io/v1beta1/namespaces/metallb-system/{kind}")
        api.never("/apis/projectcalico.org/v3/bgpconfigurations")
        api.on("/apis/projectcalico.org/v3", {})
        yield replace(Parts().sources(), cluster=ApiCluster(kubeconfig(folder, api.server)))


def client_at(folder: Path, port: int, host_key: str, key: str) -> SshClient:
    known = folder / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {host_key}\n")
    values = {"host": "127.0.0.1", "port": port, "privateKeyFile": key, "knownHosts": str(known)}
    return SshClient(Client.model_validate(values))


@contextmanager
def unreached_client(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Sources]:
    patch.setattr(client, "Endpoint", partial(Endpoint, connect_seconds=1))
    made = asyncssh.generate_private_key("ssh-ed25519")
    (folder / "key").write_bytes(made.export_private_key())
    with silent_port() as port:
        at = client_at(folder, port, made.export_public_key().decode().strip(), str(folder / "key"))
        yield replace(Parts().sources(), client=at)


@contextmanager
def client_that_falls_silent(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Sources]:
    """A client that lets the program in, and whose commands then print nothing."""
    patch.setattr(client, "_SILENT_SECONDS", 1)

    async def nothing(process: "asyncssh.SSHServerProcess[str]") -> None:
        await process.wait_closed()

    with command_host(folder, nothing) as host:
        yield replace(Parts().sources(), client=client_at(folder, host.port, host.host_key, host.key))


@pytest.mark.parametrize(
    ("silent", "unseen"),
    [
        (unreached_router, {"csr1000v"}),
        (router_that_falls_silent, {"csr1000v"}),
        (silent_api_server, {"cluster", "csr1000v", "client"}),
        (unreached_client, {"client"}),
        (client_that_falls_silent, {"client"}),
    ],
)
def test_a_silent_side_hides_what_needs_it_alone_and_is_waited_for_once(
    silent: Silent, unseen: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with silent(tmp_path, monkeypatch) as sources:
        results, seconds = round_of(sources)
    assert failed(results) == []
    assert {each.who for each in results if each.verdict is Verdict.COULD_NOT_LOOK} == unseen
    assert 1 <= seconds < 1 + AROUND_SECONDS


def round_of(sources: Sources) -> tuple[list[Result], float]:
    """A round with its causes, and how long it took."""
    stack, begun = seed_stack(), time.monotonic()
    sources.forget()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    return results, time.monotonic() - begun


def failed(results: list[Result]) -> list[Result]:
    return [each for each in results if each.verdict is Verdict.FAIL]


# A path on which a node and its pod get nothing, and every third request to the service is for that pod.
_CURL = """#!/bin/sh
while [ $# -gt 0 ]; do case $1 in --max-time) seconds=$2; shift;; http*) url=$1;; esac; shift; done
echo >> {folder}/asked
case $url in
  http://10.100.0.0/) pod=$(($(wc -l < {folder}/asked) % 3 + 1));;
  *) pod=${{url#http://192.168.}}; pod=${{pod%%.*}};;
esac
[ $pod = 3 ] && {{ sleep $seconds; exit 28; }}
echo nginx-$([ $pod = 1 ] && echo a || echo b)
"""
_PING = """#!/bin/sh
for address; do size=$last; last=$address; done
echo $address $size >> {folder}/pinged
case $address in 10.0.0.13|192.168.3.9) sleep 0.1; exit 1;; esac
echo "64 bytes from $address: icmp_seq=1"
"""


class ClientHere(SshClient):
    """A client whose commands run in a shell here, with curl and ping on that path; its seconds are tenths."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Client(host="here", private_key_file="none", known_hosts="none"))
        for name, text in (("curl", _CURL), ("ping", _PING)):
            (folder / name).write_text(text.format(folder=folder))
            (folder / name).chmod(0o755)
        self._path = f"{folder}:{os.environ['PATH']}"

    def _run(self, command: str) -> str:
        return subprocess.run(
            ["sh", "-c", command], env={"PATH": self._path}, capture_output=True, text=True, check=True
        ).stdout


def just_now(parts: Parts) -> None:
    """The node is silent, and nobody but the client has noticed."""


def for_the_hold_time(parts: Parts) -> None:
    """Its sessions have ended, and its routes with them."""
    for vrf, asn in parts.router.asns.items():
        parts.router.overruled[vrf, SILENT_NODE] = session(SILENT_NODE, asn, "Active")
    parts.router.table = [replace(each, hops=of_others(each)) for each in parts.router.table if of_others(each)]


def of_others(found: Route) -> tuple[Hop, ...]:
    return tuple(hop for hop in found.hops if hop.next_hop != SILENT_NODE)


@pytest.mark.parametrize(
    ("since", "causes"),
    [
        (just_now, {"worker3 (10.0.0.13) does not answer a ping of the client, and other nodes do"}),
        (for_the_hold_time, {"worker3 (10.0.0.13) answers no ping either"}),
    ],
)
def test_a_silent_node_is_named_within_its_bound(
    since: Callable[[Parts], None], causes: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_ANSWER_SECONDS", client._ANSWER_SECONDS / 10)
    parts = Parts()
    since(parts)
    results, seconds = round_of(replace(parts.sources(), client=ClientHere(tmp_path)))
    assert [each for each in results if each.verdict is Verdict.COULD_NOT_LOOK] == []
    told = {each.what: each.cause.what.partition(":")[0] if each.cause else "" for each in failed(results)}
    assert {"answer the client's ping", "requests to the service", "requests to each pod"} <= told.keys()
    assert set(told.values()) == causes
    assert seconds < NODE_SECONDS / 10 + AROUND_SECONDS
    pinged = (tmp_path / "pinged").read_text().splitlines()
    assert pinged.count("10.0.0.13 56") == 2  # both tries of one ping, for the check and all causes


def test_the_documentation_has_the_bounds_of_the_program() -> None:
    """The table of docs/verification.md, from the values that the silences above stand for."""
    router = IosXeRouter.model_fields
    bounds = {
        "router: no connection": f"`connectSeconds`, {router['connect_seconds'].default} s unless set",
        "router: connected, and no answer": f"`answerSeconds`, {router['answer_seconds'].default} s unless set",
        "API server": f"{cluster._ANSWER_SECONDS} s",
        "client: no connection": f"{Endpoint.connect_seconds} s",
        "client: connected, and no answer": f"{client._SILENT_SECONDS} s",
        "a node": f"{NODE_SECONDS} s: ",
    }
    text = (PROJECT / "docs" / "verification.md").read_text()
    assert [side for side, bound in bounds.items() if f"| {side} | {bound}" not in text] == []
