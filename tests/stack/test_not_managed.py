"""A router with `managed: false` under the real engine: nothing is sent to it, whatever the state has of it."""

from pathlib import Path
from typing import Any

import pytest

from tests.api_server import api_server
from tests.stack.offline import OfflineStack
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

MESSAGE = "router csr1000v is not managed: `bgp-coexist render --stack dev --router csr1000v` prints what it must run"
LET_GO = "csr1000v: managed: false: the stack forgets this router's objects and sends it nothing; their lines stay"


def without_access(router: dict[str, Any]) -> None:
    router["managed"] = False
    for key in ("host", "port", "username", "knownHosts"):
        del router[key]


def let_go(stack: RouterStack) -> None:
    """From now on the stack has no access to the router, and needs none."""
    without_access(stack.described)
    del stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"]


def own(stack: RouterStack) -> list[str]:
    """The names of the state's resources of the router."""
    names = [each["urn"].rpartition("::")[2] for each in stack.engine.resources()]
    return [name for name in names if name.startswith("csr1000v")]


def test_without_any_access_the_stack_says_what_the_router_must_run(stack: RouterStack) -> None:
    before = stack.router.running()
    let_go(stack)
    preview = stack.preview().ok().text
    assert MESSAGE in preview
    assert r"neighbor 10.0.0.11 remote-as 65002\n" in preview
    assert MESSAGE in stack.up().text
    assert own(stack) == ["csr1000v", "csr1000v-access"]
    stack.preview("--refresh", "--expect-no-changes").ok()
    stack.destroy()
    assert stack.router.running() == before


def test_a_router_that_the_stack_lets_go_of_keeps_its_lines(stack: RouterStack) -> None:
    stack.up()
    applied, access = stack.router.running(), dict(stack.described)
    environment = dict(stack.engine.environment)
    let_go(stack)
    assert LET_GO in stack.preview().ok().text
    assert LET_GO in stack.up().text
    assert own(stack) == ["csr1000v", "csr1000v-access"]
    stack.described["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker1": 65012}
    preview = stack.preview().ok().text
    changed = [" ".join(line.split()) for line in preview.splitlines() if "remote-as" in line]
    assert {"- neighbor 10.0.0.11 remote-as 65002", "+ neighbor 10.0.0.11 remote-as 65012"} <= set(changed)
    assert stack.router.running() == applied
    del stack.described["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"]
    # Managed again, the stack finds its lines and sends none.
    stack.described.update(access, managed=True)
    stack.engine.environment |= environment
    assert "objects of the stack were on the router already" in stack.up().text
    assert stack.router.running() == applied


def test_the_stack_owns_the_cluster_alone(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api)
        without_access(stack.own("routers")["csr1000v"])
        del stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"]
        planned = stack.planned()
    assert [name for name in planned if name.startswith("csr1000v")] == ["csr1000v", "csr1000v-access"]
    assert planned.keys() >= {"calico-bgppeer-csr1000v", "metallb-peer-csr1000v", "verification-checks"}
