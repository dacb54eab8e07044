"""Why checks fail: rules that read what the routers and the cluster have, and name what in the file decides it.

A rule is a function from a failed result and what can be read to the causes it finds; `RULES` has all of them. To add
one: write the function, put it into `RULES` where it belongs among those that may explain the same failure, and test
it in `tests/unit/verify/test_causes.py`. A rule may read any of `RouterFacts` and `ClusterFacts`: what was asked in the
last round is not asked again, and nothing that a rule reads changes anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from model.stack import Stack
from model.tables import DEFAULT_TABLE
from platforms.facts import RouterFacts
from verify.check import Cause, Result, Verdict
from verify.routing import ROUTE_CHECKS
from verify.sources import ClusterFacts, Sources


@dataclass(frozen=True)
class Failure:
    """A failed result, and what a rule may read to explain it.

    Attributes:
        result: The result.
        results: All results of the round, this one included.
        stack: The stack.
        facts: The facts of each router, by name.
        cluster: The facts of the cluster; None where the stack has none.
    """

    result: Result
    results: Sequence[Result]
    stack: Stack
    facts: Mapping[str, RouterFacts]
    cluster: ClusterFacts | None = None


Rule = Callable[[Failure], Iterator[Cause]]


def with_causes(stack: Stack, results: Sequence[Result], sources: Sources) -> list[Result]:
    """The results, each failed one with the cause that the first rule finds; it never raises.

    Args:
        stack: The stack.
        results: The results of all checks.
        sources: The sources of the last round, before they forget it.
    """
    facts = {name: router.facts for name, router in sources.routers.items()}
    return [
        replace(result, cause=_cause(Failure(result, results, stack, facts, sources.cluster)))
        if result.verdict is Verdict.FAIL and result.cause is None
        else result
        for result in results
    ]


def _cause(failure: Failure) -> Cause | None:
    return next((cause for rule in RULES if (cause := _first(rule, failure))), None)


def _first(rule: Rule, failure: Failure) -> Cause | None:
    """The first cause that a rule finds; None where it finds none, or cannot read what it needs."""
    try:
        return next(rule(failure), None)
    except Exception:  # a rule that fails must not hide the results
        return None


def missing_targets(failure: Failure) -> Iterator[Cause]:
    """Routes do not come into a VRF because a route target is missing on the router; its own VRF is looked at first."""
    name, place = failure.result.who, failure.result.where
    if failure.result.what not in ROUTE_CHECKS or name not in failure.stack.routers:
        return
    described = failure.stack.routers[name].vrfs
    vrfs = sorted((vrf for vrf in described if vrf != DEFAULT_TABLE), key=lambda vrf: vrf != place)
    for vrf in vrfs:
        path = f"routers.{name}.vrfs.{vrf}"
        running = failure.facts[name].targets(vrf)
        if running is None:
            yield Cause(f"VRF {vrf} is not on the router", path)
            continue
        others = {other: described[other] for other in vrfs if other != vrf}
        for target in sorted(described[vrf].import_targets - running.imports):
            if from_ := [other for other, each in others.items() if target in each.export_targets]:
                yield Cause(f"VRF {vrf} does not import {target}, which VRF {from_[0]} exports", f"{path}.import")
        for target in sorted(described[vrf].export_targets - running.exports):
            if into := [other for other, each in others.items() if target in each.import_targets]:
                yield Cause(f"VRF {vrf} does not export {target}, which VRF {into[0]} imports", f"{path}.export")


# In the order in which they are asked: the first that finds a cause decides.
RULES: tuple[Rule, ...] = (missing_targets,)
