"""Which BGP sessions a plan ends or restarts, and why, from the steps' values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from plan.fates import Interruption
from plan.of_cluster import of_nodes, of_peer, of_release
from plan.of_routers import of_family
from plan.preview import Step

Rule = Callable[[Step, Sequence[Step]], Iterator[Interruption]]

# What finds the interruptions of a step, by the type of its resource.
_RULES: Mapping[str, Rule] = {
    "router:BgpVrf": of_family,
    "calico:BgpConfiguration": of_nodes,
    "kubernetes:projectcalico.org/v3:BGPPeer": of_peer,
    "kubernetes:crd.projectcalico.org/v1:BGPPeer": of_peer,
    "kubernetes:metallb.io/v1beta2:BGPPeer": of_peer,
    "kubernetes:helm.sh/v3:Release": of_release,
}


def interruptions(steps: Sequence[Step]) -> list[Interruption]:
    """What the steps do to sessions, in their order; neighbors with the same fate are in one entry."""
    found = [each for step in steps if step.type in _RULES for each in _RULES[step.type](step, steps)]
    together: dict[Interruption, list[str]] = {}
    for each in found:
        together.setdefault(replace(each, who=()), []).extend(each.who)
    return [replace(each, who=tuple(who)) for each, who in together.items()]
