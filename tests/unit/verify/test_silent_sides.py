"""With each side silent in turn, a round ends within a bound and says which side it could not look at."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import asyncssh
import pytest

from model.cluster import Client
from tests.api_server import api_server, kubeconfig
from tests.seed import seed_stack
from tests.unit.verify.sources import Parts
from transport.endpoint import Endpoint
from verify import client, cluster
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Verdict
from verify.client import SshClient
from verify.cluster import ApiCluster
from verify.router import SshRouter
from verify.runner import run
from verify.sources import Sources

# For one silence of a second, with everything around it on a busy machine.
BOUND_SECONDS = 4.0


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


def unseen(sources: Sources) -> set[str]:
    """Who could not be looked at in a round; it took no longer than the bound, and nothing failed."""
    stack, begun = seed_stack(), time.monotonic()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    assert time.monotonic() - begun < BOUND_SECONDS
    assert [each for each in results if each.verdict is Verdict.FAIL] == []
    return {each.who for each in results if each.verdict is Verdict.COULD_NOT_LOOK}


def test_a_silent_router_hides_its_own_checks_alone() -> None:
    with silent_port() as port:
        endpoint = Endpoint("csr1000v", "127.0.0.1", "admin", port, host_key="ssh-rsa AAAA", connect_seconds=1)
        router = SshRouter(endpoint, lambda: "not-a-secret")
        parts = Parts().sources()
        assert unseen(replace(parts, routers={"csr1000v": router})) == {"csr1000v"}


def test_a_silent_api_server_hides_what_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_SECONDS", 1)
    with api_server() as api:
        for path in ("/api/v1/nodes", "/api/v1/services", "/apis/crd.projectcalico.org/v1/blockaffinities"):
            api.never(path)
        for kind in ("services", "pods"):
            api.never(f"/api/v1/namespaces/default/{kind}").never(f"/api/v1/namespaces/metallb-system/{kind}")
        for kind in ("configurationstates", "servicebgpstatuses"):
            api.never(f"/apis/metallb.io/v1beta1/namespaces/metallb-system/{kind}")
        api.never("/apis/projectcalico.org/v3/bgpconfigurations")
        api.on("/apis/projectcalico.org/v3", {})
        silent = ApiCluster(kubeconfig(tmp_path, api.server))
        assert unseen(replace(Parts().sources(), cluster=silent)) == {"cluster", "csr1000v", "client"}


def test_a_silent_client_hides_its_own_checks_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "Endpoint", partial(Endpoint, connect_seconds=1))
    key, known = tmp_path / "key", tmp_path / "known_hosts"
    made = asyncssh.generate_private_key("ssh-ed25519")
    key.write_bytes(made.export_private_key())
    with silent_port() as port:
        known.write_text(f"[127.0.0.1]:{port} {made.export_public_key().decode()}")
        values = {"host": "127.0.0.1", "port": port, "privateKeyFile": str(key), "knownHosts": str(known)}
        silent = SshClient(Client.model_validate(values))
        assert unseen(replace(Parts().sources(), client=silent)) == {"client"}
