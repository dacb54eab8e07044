"""Bad input ends a preview of the whole program with one clear error, and nothing was touched."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api_server import api_server, kubeconfig
from tests.closed_port import closed_port
from tests.stack.offline import OfflineStack

pytestmark = pytest.mark.engine

ONE = "the stack's configuration has 1 problem; nothing was touched"
LAB = "  hint: is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineStack]:
    with api_server() as api:
        yield OfflineStack(tmp_path_factory.mktemp("offline"), api)


def unknown_key(stack: OfflineStack) -> None:
    stack.values["bgp-coexist:metalLb"] = {}


def unknown_inner_key(stack: OfflineStack) -> None:
    stack.own("calico")["asNumber"] = 65002


def as_zero(stack: OfflineStack) -> None:
    stack.own("calico")["asn"] = 0


def as_too_large(stack: OfflineStack) -> None:
    stack.own("metallb")["asn"] = 4294967296


def no_such_peer(stack: OfflineStack) -> None:
    stack.own("calico")["peers"] = ["1.1.1.9"]


def collision(stack: OfflineStack) -> None:
    stack.own("calico")["peers"] = ["10.0.0.254"]


def no_password(stack: OfflineStack) -> None:
    del stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"]


def no_kubeconfig(stack: OfflineStack) -> None:
    stack.own("cluster")["kubeconfig"] = "nowhere/kubeconfig"


def no_chart(stack: OfflineStack) -> None:
    stack.own("metallb")["chart"] = {"path": "nowhere/chart"}


CASES: list[tuple[Callable[[OfflineStack], None], list[str]]] = [
    (
        unknown_key,
        [
            ONE,
            "  KEY01 metalLb: unknown key 'metalLb'",
            "    expected: one of calico, cluster, demo, metallb, rollout, "
            "routerPassword, routers, topology, verification",
        ],
    ),
    (
        unknown_inner_key,
        [
            ONE,
            "  FORM01 calico.asNumber: unknown key 'asNumber'",
            "    hint: look for a spelling mistake; keys are camelCase",
        ],
    ),
    (
        as_zero,
        [
            ONE,
            "  FORM03 calico.asn: input should be greater than or equal to 1",
            "    found: 0",
            "    expected: an AS number, a whole number from 1 to 4294967295",
        ],
    ),
    (
        as_too_large,
        [
            ONE,
            "  FORM03 metallb.asn: input should be less than or equal to 4294967295",
            "    found: 4294967296",
            "    expected: an AS number, a whole number from 1 to 4294967295",
        ],
    ),
    (
        no_such_peer,
        [
            ONE,
            "  PEER02 calico.peers[0]: is not the address of an interface in a VRF",
            "    found: 1.1.1.9",
            "    expected: one of 10.0.1.254 (k8s-calico), 1.1.1.2 (k8s-calico), 10.0.0.254 (k8s-metallb), "
            "1.1.1.1 (k8s-metallb)",
            "    hint: add it to an interface under routers.<name>.vrfs.<vrf>.interfaces, or dial an existing one",
        ],
    ),
    (
        collision,
        [
            ONE,
            "  PEER01 calico.peers[0], metallb.peers[0]: both speakers dial router address 10.0.0.254: a node can have "
            "only one BGP session with it, so one of Calico and MetalLB would stay down",
            "    found: calico.peers[0] is 10.0.0.254, metallb.peers[0] is 10.0.0.254",
            "    expected: two addresses, in two VRFs",
            "    hint: give each speaker an address in a VRF of its own",
        ],
    ),
    (
        no_password,
        [
            ONE,
            "  KEY04 routerPassword: is missing",
            "    hint: set it with `pulumi config set --secret routerPassword`, "
            "or in the environment as BGP_COEXIST_ROUTER_PASSWORD",
        ],
    ),
    (no_kubeconfig, ["cluster.kubeconfig: 'nowhere/kubeconfig': there is no such file", LAB]),
    (
        no_chart,
        [
            ONE,
            "  FILE01 metallb.chart.path: there is no such chart",
            "    found: nowhere/chart",
            "    hint: is the lab up? `make lab-up`",
        ],
    ),
]


@pytest.mark.parametrize(("spoil", "lines"), CASES, ids=[spoil.__name__ for spoil, _ in CASES])
def test_bad_input_is_one_clear_error(
    stack: OfflineStack, spoil: Callable[[OfflineStack], None], lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "values", copy.deepcopy(stack.values))
    monkeypatch.setattr(stack.engine, "environment", dict(stack.engine.environment))
    spoil(stack)
    assert stack.refusal() == lines


def test_a_cluster_that_is_away_is_named_before_anything_is_touched(tmp_path: Path) -> None:
    server = f"http://127.0.0.1:{closed_port()}"
    stack = OfflineStack(tmp_path, None)
    stack.own("cluster")["kubeconfig"] = path = kubeconfig(tmp_path, server)
    assert stack.refusal() == [
        f"cluster.kubeconfig: '{path}': no answer from {server}: connection refused",
        LAB,
    ]


def test_the_staging_stack_previews_offline(tmp_path: Path) -> None:
    planned = OfflineStack(tmp_path, None, "staging").planned()
    families = {name: state["inputs"]["lines"] for name, state in planned.items() if "BgpVrf" in state["type"]}
    assert {name: sorted(lines) for name, lines in families.items()} == {
        "edge1-bgp-pods": ["172.20.0.10", "172.20.0.21", "172.20.0.22", "family"],
        "edge1-bgp-services": ["172.20.0.10", "172.20.0.21", "172.20.0.22", "family"],
    }
    vrfs = {
        name: state["inputs"]["lines"].splitlines()[0] for name, state in planned.items() if ":Vrf" in state["type"]
    }
    assert vrfs == {"edge1-vrf-pods": "vrf definition pods", "edge1-vrf-services": "vrf definition services"}
