"""Why checks fail: rules that read what the routers and the cluster have, and name what in the file decides it.

A rule is a function from a failed result and what can be read to the causes it finds; `RULES` has all of them, those of
one topic in a file of this folder. To add one: write the function, put it into `RULES` where it belongs among those
that may explain the same failure, and test it in `tests/unit/verify/test_causes_of_faults.py`. A rule may read any of
`RouterFacts` and `ClusterFacts`: what was asked in the last round is not asked again, and nothing that a rule reads
changes anything.

A rule yields a cause only where it has seen it; what cannot be told apart is said so in one sentence.
"""

from collections.abc import Sequence
from dataclasses import replace

from model.stack import Stack
from verify.causes import neighbors, nodes, notices, routes, services, states, tables
from verify.causes.failure import Failure, Rule
from verify.check import Cause, Result, Verdict
from verify.sources import Sources

# In the order in which they are asked: the first that finds a cause decides.
RULES: tuple[Rule, ...] = (
    # Of sessions: the router's lines, what it has noted, the cluster's objects, the nodes, and what is left.
    tables.no_table,
    tables.interfaces,
    neighbors.missing,
    neighbors.settings,
    neighbors.passwords,
    nodes.peer_objects,
    notices.noted,
    nodes.speakers,
    nodes.unreached,
    # Of what is configured otherwise.
    states.lines,
    states.objects,
    states.pods,
    states.not_used,
    # Of addresses, routes and filters.
    services.other_nodes,
    services.no_address,
    services.earlier,
    routes.sessions_down,
    routes.missing_targets,
    routes.fewer_paths,
    routes.inbound_lists,
    routes.outbound_lists,
    routes.leak_filters,
    routes.not_announced,
    routes.foreign_blocks,
    routes.announced,
    # Of what a client sees.
    tables.interfaces_of_any,
    services.no_way_back,
    routes.targets_of_any,
    routes.leak_filters_of_any,
    services.no_way,
    services.lost_packets,
)


def with_causes(stack: Stack, results: Sequence[Result], sources: Sources) -> list[Result]:
    """The results, each failed one with the cause that the first rule finds; it never raises.

    Args:
        stack: The stack.
        results: The results of all checks.
        sources: The sources of the last round, before they forget it.
    """
    facts = {name: router.facts for name, router in sources.routers.items()}
    found = list(results)
    for index, result in enumerate(results):
        if result.verdict is Verdict.FAIL and result.cause is None:
            failure = Failure(result, found, stack, facts, sources.cluster, sources.client)
            found[index] = replace(result, cause=_cause(failure))
    return found


def _cause(failure: Failure) -> Cause | None:
    return next((cause for rule in RULES if (cause := _first(rule, failure))), None)


def _first(rule: Rule, failure: Failure) -> Cause | None:
    """The first cause that a rule finds; None where it finds none, or cannot read what it needs."""
    try:
        return next(rule(failure), None)
    except Exception:  # a rule that fails must not hide the results
        return None
