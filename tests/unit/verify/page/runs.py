"""Runs for the page: of the seed with a fault, one with hostile answers, and a large one."""

from collections.abc import Sequence

from model.stack import Stack
from picture.network import network_of
from tests.seed import seed_stack
from tests.unit.picture.stacks import states, ten_racks
from verify.check import Cause, Result, Verdict
from verify.evidence import Evidence
from verify.page.page import Run
from verify.page.record import Record, record_of

SUMMARY = Evidence("csr1000v", "the sessions of k8s-calico", "Neighbor   State\n10.0.0.1   4\n10.0.0.11  Idle\n")
NODES = Evidence("cluster", "GET /api/v1/nodes", '{"items": []}\n')
CAUSE = Cause("nothing answers at worker1's address", "cluster.nodes.worker1")
DOWN = Result(
    *("csr1000v", "k8s-calico", "sessions Established", "4 of 4", "3 of 4: 10.0.0.11 Idle"),
    *(Verdict.FAIL, 0.031, (SUMMARY,), CAUSE),
)
SENT = Result(
    *("csr1000v", "k8s-calico", "prefixes sent to the nodes", "0 to 4 nodes", "0 to 4 nodes"),
    *(Verdict.PASS, 0.02, (SUMMARY,)),
)
KNOWN = Result("cluster", "nodes", "are the router's neighbors", "4 of 4", "4 of 4", Verdict.PASS, 0.1, (NODES,))
UNSEEN = Result("client", "default/nginx", "requests", "", "client: refused\n  hint: key", Verdict.COULD_NOT_LOOK)
SKIPPED = Result("csr1000v", "k8s-metallb", "sessions Established", "", "not checked: no host", Verdict.SKIPPED)
HOSTILE = (
    "</pre></details><script>document.title='taken'</script><img src=http://192.0.2.1/x onerror=alert(1)>\x1b[2J\u202e"
)


def run(results: Sequence[Result], before: Record | None = None, stack: Stack | None = None) -> Run:
    """A run of the seed in which worker1's session with Calico's VRF is down."""
    drawn = stack or seed_stack()
    network = network_of(drawn, states(drawn, {("k8s-calico", "worker1"): "Idle"}))
    return Run(results, network, record_of("dev", "2026-11-29 07:00:00Z", results), before)


def hostile_run() -> Run:
    """A run in which every text that a router, a node or the client can choose is hostile."""
    evidence = Evidence(HOSTILE, HOSTILE, HOSTILE)
    result = Result(
        "csr1000v", HOSTILE, HOSTILE, HOSTILE, HOSTILE, Verdict.FAIL, 1.0, (evidence,), Cause(HOSTILE, HOSTILE)
    )
    stack = seed_stack()
    network = network_of(stack, states(stack, {("k8s-calico", "worker1"): HOSTILE}))
    return Run([result], network, record_of("dev", "2026-11-29 07:00:00Z", [result]))


def large_run() -> Run:
    """200 nodes in ten racks; each router's checks have four answers of 20,000 characters, which HTML makes longer."""
    stack = seed_stack(ten_racks)
    results = [
        Result(router, vrf, what, "20 of 20", "20 of 20", verdict, 0.5, (_long(router, vrf, what),))
        for router in stack.routers
        for vrf in stack.routers[router].vrfs
        for what, verdict in (("sessions Established", Verdict.PASS), ("pod blocks in the table", _of(router, vrf)))
    ]
    network = network_of(stack, states(stack))
    return Run(results, network, record_of("dev", "2026-11-29 07:00:00Z", results))


def _of(router: str, vrf: str) -> Verdict:
    return Verdict.FAIL if (router, vrf) == ("leaf-9", "k8s-metallb") else Verdict.PASS


def _long(router: str, vrf: str, what: str) -> Evidence:
    return Evidence(router, f"{what} of {vrf}", '"<é>" ' * 3333)
