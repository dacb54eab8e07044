"""The cause of a failed check: which rule finds it, what it reads, and that it never stands in the way."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Network

import pytest

from platforms.facts import RouteTargets
from tests.seed import Values, seed_stack
from tests.unit.verify.sources import Parts, route
from verify import causes, report
from verify.catalog import checks_of
from verify.causes import routes, with_causes
from verify.causes.failure import Failure
from verify.check import Cause, Result, Verdict
from verify.runner import run

METALLB = "routers.csr1000v.vrfs.k8s-metallb"
CALICO = "routers.csr1000v.vrfs.k8s-calico"


def results_of(parts: Parts, change: Callable[[Values], object] = lambda _: None) -> list[Result]:
    """The results of one round on a spoiled seed, with their causes."""
    stack, sources = seed_stack(change), parts.sources()
    return with_causes(stack, run(checks_of(stack), sources), sources)


def without_blocks(parts: Parts) -> None:
    """Empty the table of both VRFs: each check of routes fails."""
    parts.router.table.clear()


def spoiled(vrf: str, exports: frozenset[str], imports: frozenset[str]) -> Parts:
    parts = Parts()
    without_blocks(parts)
    parts.router.exchanged[vrf] = RouteTargets(exports, imports)
    return parts


def causes_of(parts: Parts) -> list[Cause | None]:
    """The cause of each failed check, in their order."""
    return [result.cause for result in results_of(parts) if result.verdict is Verdict.FAIL]


def test_a_missing_import_is_the_cause_of_each_failed_check_of_routes() -> None:
    parts = spoiled("k8s-metallb", frozenset({"65000:1"}), frozenset({"65000:1"}))
    cause = Cause("VRF k8s-metallb does not import 65000:2, which VRF k8s-calico exports", f"{METALLB}.import")
    assert causes_of(parts) == [cause] * 3


def test_a_missing_export_is_the_exporters() -> None:
    parts = spoiled("k8s-calico", frozenset(), frozenset({"65000:1", "65000:2"}))
    cause = Cause("VRF k8s-calico does not export 65000:2, which VRF k8s-metallb imports", f"{CALICO}.export")
    assert causes_of(parts) == [cause] * 3


def test_the_vrf_of_the_check_is_looked_at_first() -> None:
    parts = Parts()
    without_blocks(parts)
    parts.router.exchanged = {"k8s-calico": RouteTargets(), "k8s-metallb": RouteTargets()}
    assert [cause and cause.path for cause in causes_of(parts)] == [
        f"{CALICO}.import",
        f"{METALLB}.import",
        f"{METALLB}.import",
    ]


def test_a_vrf_that_is_not_there_is_said_to_be_so() -> None:
    parts = Parts()
    without_blocks(parts)
    del parts.router.exchanged["k8s-metallb"]
    assert set(causes_of(parts)) == {Cause("VRF k8s-metallb is not on the router", METALLB)}


def test_with_all_targets_there_is_no_cause() -> None:
    parts = Parts()
    without_blocks(parts)
    assert causes_of(parts) == [None] * 3


def test_a_target_that_no_other_vrf_exports_is_no_cause() -> None:
    parts = spoiled("k8s-metallb", frozenset({"65000:1"}), frozenset({"65000:2"}))
    assert causes_of(parts) == [None] * 3


def test_other_checks_have_no_cause_of_this_rule() -> None:
    parts = spoiled("k8s-metallb", frozenset(), frozenset())
    parts.router.table[:] = [route(str(IPv4Network("192.168.0.0/26")), "10.0.0.1")]
    parts.cluster.live.pop("worker3")
    of_nodes = [result for result in results_of(parts) if result.who == "cluster"]
    cause = Cause("node worker3 of the stack's file is not in the cluster", "cluster.nodes.worker3")
    assert [(result.verdict, result.cause) for result in of_nodes][:1] == [(Verdict.FAIL, cause)]


def test_what_passes_or_could_not_be_seen_has_no_cause() -> None:
    parts = Parts()
    assert {result.cause for result in results_of(parts)} == {None}
    parts.router.down = True
    assert {result.cause for result in results_of(parts)} == {None}


def test_a_rule_that_raises_hides_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(failure: Failure) -> Iterator[Cause]:
        raise KeyError(failure.result.who)
        yield

    monkeypatch.setattr(causes, "RULES", (broken, routes.missing_targets))
    parts = spoiled("k8s-metallb", frozenset({"65000:1"}), frozenset({"65000:1"}))
    assert [cause is not None for cause in causes_of(parts)] == [True] * 3


def test_nothing_is_forgotten_so_that_no_router_is_asked_again() -> None:
    parts = spoiled("k8s-metallb", frozenset({"65000:1"}), frozenset({"65000:1"}))
    stack, sources = seed_stack(), parts.sources()
    results = run(checks_of(stack), sources)
    before = parts.router.forgotten
    with_causes(stack, results, sources)
    assert parts.router.forgotten == before


def test_the_cause_stands_below_its_check_with_its_path() -> None:
    parts = spoiled("k8s-metallb", frozenset({"65000:1"}), frozenset({"65000:1"}))
    lines = report.failures(results_of(parts)).splitlines()
    assert lines[-2:] == [
        "      cause: VRF k8s-metallb does not import 65000:2, which VRF k8s-calico exports",
        f"      path: {METALLB}.import",
    ]
