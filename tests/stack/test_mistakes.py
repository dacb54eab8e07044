"""A mistake ends `pulumi up` of the whole program with one clear error; router, cluster and stack stay untouched."""

import copy
import json
import re
from collections.abc import Callable, Iterator

import pytest

from tests.api_server import api_server, kubeconfig
from tests.closed_port import closed_port
from tests.engine import PROJECT
from tests.hostile_cases import WRONG_PASSWORD_HINT
from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack
from toolchain import part

pytestmark = pytest.mark.engine

# What Pulumi notes of a program that ran and made nothing: itself, plugins, and headings.
MADE_NOWHERE = ("pulumi:", "bgp-coexist:components:")
LAB = "is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"


class Untouched:
    """One stack and its router, which every mistake must leave as they are."""

    def __init__(self, stack: RouterStack) -> None:
        self.stack = stack
        self.folder = stack.config.parent
        self.running = stack.router.running()

    def errors(self) -> list[str]:
        """What `pulumi up` ends with; nothing was touched."""
        text = self.stack.fails()
        assert self.stack.router.running() == self.running
        assert self.made() == []
        return errors_in(text)

    def made(self) -> list[str]:
        """The types of the resources in the stack's state that are something on a router or in a cluster."""
        stack = self.stack
        exported = json.loads(stack.engine.run("stack", "export", "--stack", stack.engine.stack, stacked=False).text)
        types = [resource["type"] for resource in exported["deployment"].get("resources", [])]
        return [kind for kind in types if not kind.startswith(MADE_NOWHERE)]


def errors_in(text: str) -> list[str]:
    """The errors a command of pulumi ends with, the engine's own `update failed` aside."""
    assert "Traceback" not in text
    told = text[text.index("Diagnostics:") :]
    found = re.findall(r"^    error: (.*(?:\n      .*)*)", told, re.MULTILINE)
    return [re.sub(r"\n    ", "\n", error) for error in found if error != "update failed"]


@pytest.fixture(scope="module")
def alive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Untouched]:
    folder = tmp_path_factory.mktemp("mistakes")
    with lab_router(folder / "router") as router:
        yield Untouched(RouterStack(folder, router, program=PROJECT))


@pytest.fixture
def untouched(alive: Untouched, monkeypatch: pytest.MonkeyPatch) -> Untouched:
    monkeypatch.setattr(alive.stack, "values", copy.deepcopy(alive.stack.values))
    monkeypatch.setattr(alive.stack.engine, "environment", dict(alive.stack.engine.environment))
    return alive


def bad_values(untouched: Untouched) -> str:
    values = untouched.stack.values
    values["metalLb"] = {}
    values["calico"]["asn"], values["metallb"]["asn"] = 0, 4294967296
    asn = "expected: an AS number, a whole number from 1 to 4294967295"
    return (
        "the stack's configuration has 3 problems; nothing was touched\n"
        f"  FORM03 calico.asn: input should be greater than or equal to 1\n    found: 0\n    {asn}\n"
        f"  FORM03 metallb.asn: input should be less than or equal to 4294967295\n    found: 4294967296\n    {asn}\n"
        "  KEY01 metalLb: unknown key 'metalLb'\n"
        "    expected: one of calico, cluster, demo, metallb, rollout, routerPassword, routers, topology, verification"
    )


def a_peer_in_no_vrf(untouched: Untouched) -> str:
    untouched.stack.values["calico"]["peers"] = ["1.1.1.9"]
    return (
        "the stack's configuration has 1 problem; nothing was touched\n"
        "  PEER02 calico.peers[0]: is not the address of an interface in a VRF\n"
        "    found: 1.1.1.9\n"
        "    expected: one of 10.0.1.254 (k8s-calico), 1.1.1.2 (k8s-calico), 10.0.0.254 (k8s-metallb), "
        "1.1.1.1 (k8s-metallb)\n"
        "    hint: add it to an interface under routers.<name>.vrfs.<vrf>.interfaces, or dial an existing one"
    )


def both_speakers_at_one_address(untouched: Untouched) -> str:
    untouched.stack.values["calico"]["peers"] = ["10.0.0.254"]
    return (
        "the stack's configuration has 1 problem; nothing was touched\n"
        "  PEER01 calico.peers[0], metallb.peers[0]: both speakers dial router address 10.0.0.254: a node can have "
        "only one BGP session with it, so one of Calico and MetalLB would stay down\n"
        "    found: calico.peers[0] is 10.0.0.254, metallb.peers[0] is 10.0.0.254\n"
        "    expected: two addresses, in two VRFs\n"
        "    hint: give each speaker an address in a VRF of its own"
    )


def router_unreachable(untouched: Untouched) -> str:
    untouched.stack.described["port"] = 1
    return (
        "csr1000v: no connection to 127.0.0.1 port 1: connection refused\n"
        "  hint: is SSH on at that address and port? a router whose vty lines are all busy answers like this, too"
    )


def wrong_password(untouched: Untouched) -> str:
    untouched.stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = "open sesame"
    return (
        f"csr1000v: user 'admin' refused by 127.0.0.1 port {untouched.stack.router.port}: wrong user name or password\n"
        f"  hint: {WRONG_PASSWORD_HINT}"
    )


def unknown_host_key(untouched: Untouched) -> str:
    router, empty = untouched.stack.router, untouched.folder / "empty"
    empty.touch()
    untouched.stack.described["knownHosts"] = str(empty)
    return (
        f"csr1000v: host key ssh-rsa FINGERPRINT of 127.0.0.1 port {router.port} is unknown: "
        f"'{empty}' has none for it\n"
        "  hint: compare the fingerprint on the router's console, then: "
        f"ssh-keyscan -p {router.port} 127.0.0.1 >> {empty}"
    )


def another_host_key(untouched: Untouched) -> str:
    router, other = untouched.stack.router, untouched.folder / "other"
    kind, key = router.host_key.split()
    other.write_text(f"[127.0.0.1]:{router.port} {kind} {key[:-8]}{key[-8:].swapcase()}\n")
    untouched.stack.described["knownHosts"] = str(other)
    return (
        f"csr1000v: host key ssh-rsa FINGERPRINT is not the one '{other}' has for 127.0.0.1 port {router.port}\n"
        "  hint: if the router was replaced or its key renewed, compare the fingerprint on its console and record "
        "the new key; otherwise the connection may be intercepted"
    )


def kubeconfig_missing(untouched: Untouched) -> str:
    untouched.stack.values["cluster"]["kubeconfig"] = "nowhere/kubeconfig"
    return f"cluster.kubeconfig: 'nowhere/kubeconfig': there is no such file\n  hint: {LAB}"


def cluster_unreachable(untouched: Untouched) -> str:
    server = f"http://127.0.0.1:{closed_port()}"
    path = kubeconfig(untouched.folder, server)
    untouched.stack.values["cluster"]["kubeconfig"] = path
    return f"cluster.kubeconfig: '{path}': no answer from {server}: connection refused\n  hint: {LAB}"


MISTAKES: list[Callable[[Untouched], str]] = [
    bad_values,
    a_peer_in_no_vrf,
    both_speakers_at_one_address,
    router_unreachable,
    wrong_password,
    unknown_host_key,
    another_host_key,
    kubeconfig_missing,
    cluster_unreachable,
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_error_and_touches_nothing(
    untouched: Untouched, mistake: Callable[[Untouched], str]
) -> None:
    message = mistake(untouched)
    (error,) = untouched.errors()
    assert re.sub(r"SHA256:\S+", "FINGERPRINT", error) == message


def test_a_router_that_lets_nobody_in_keeps_the_cluster_untouched_as_well(untouched: Untouched) -> None:
    message = wrong_password(untouched)
    with api_server() as api:
        untouched.stack.values["cluster"]["kubeconfig"] = kubeconfig(untouched.folder, api.on("/readyz", "ok").server)
        untouched.stack.values["metallb"]["chart"] = {"path": str(part("metallb-chart"))}
        assert untouched.errors() == [message]
    assert [request for request in api.asked if not request.startswith("GET ")] == []


def test_a_password_that_has_become_wrong_is_explained_once(stack: RouterStack) -> None:
    stack.up()
    before = stack.router.running()
    stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = "open sesame"
    refresh = stack.engine.run("refresh", "--yes", "--skip-preview", "--suppress-progress")
    destroy = stack.engine.run("destroy", "--yes", "--skip-preview", "--suppress-progress")
    for ran in (refresh, destroy):
        errors = errors_in(ran.text)
        assert len([error for error in errors if WRONG_PASSWORD_HINT in error]) == 1
        others = {error for error in errors if WRONG_PASSWORD_HINT not in error}
        assert others == {"csr1000v: not tried again: another resource's error says why"}
    assert stack.router.running() == before
