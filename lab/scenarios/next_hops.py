"""Which nodes announce each pod block to the router, with `calico.announce: all` and with `own`.

It measures the claim of docs/cluster.md by the router's own BGP table. It needs the applied stack of the lab's router,
whose file it does not change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import NODES
from lab.kubernetes.kubectl import get
from lab.scenarios import calico_sessions
from lab.scenarios.applied import Applied
from lab.scenarios.frr import tables as frr
from lab.scenarios.ios_xe import tables as ios_xe
from lab.scenarios.stage import Stage, settled

TITLE = "next-hops: which nodes announce each pod block to the router, with `announce: all` and with `own`"
# The VRF that Calico dials, in both stacks.
VRF = "k8s-calico"
SETTLING_SECONDS = 60
Paths = Mapping[str, list[str]]


@dataclass(frozen=True)
class Place:
    """The stack of a router of the lab, and the reader of its BGP table."""

    stack: str
    paths: Callable[[Fabric, str], Paths]


PLACES = {"ios-xe": Place("dev", ios_xe.bgp_paths), "frr": Place("frr", frr.bgp_paths)}
ROUTERS = tuple(PLACES)


def play(stage: Stage) -> None:
    """Measure both, and check that the stack and its file are as before."""
    place = PLACES[stage.router]
    stack = Applied(stage.fabric.places.root / "next-hops", place.stack)
    calico = stack.values()["calico"]
    if calico.get("announce") != "all":
        raise LabError(stack.who, "its calico.announce is 'own', and this begins with 'all'")
    stack.require()
    own = stack.file.read_bytes()
    at_first = calico_sessions.claim_up(stage)
    blocks = block_nodes(stage.fabric)
    every = {block: [host.ip for host in NODES] for block in blocks}
    stage.claim("every node has a pod block", set(blocks.values()) == {host.ip for host in NODES}, _text(blocks))
    _claim(stage, "all: each block arrives from every node", every)
    stage.afterwards("the stack as its own file says", stack.restore)
    stack.up(stack.copy(calico=calico | {"announce": "own"}))
    _claim(stage, "own: each block arrives from its own node alone", {block: [node] for block, node in blocks.items()})
    calico_sessions.claim_kept(stage, at_first)
    stack.up(stack.file)
    _claim(stage, "all again: each block arrives from every node", every)
    calico_sessions.claim_kept(stage, at_first)
    stage.claim("the stack's file was not touched", stack.file.read_bytes() == own, stack.file.name)


def block_nodes(fabric: Fabric) -> dict[str, str]:
    """The address of the node of each of Calico's blocks."""
    addresses = {host.name: host.ip for host in NODES}
    specs = [item["spec"] for item in get(fabric, "blockaffinities.crd.projectcalico.org")["items"]]
    return {spec["cidr"]: addresses[spec["node"]] for spec in specs if spec["state"] == "confirmed"}


def _claim(stage: Stage, what: str, wanted: Paths) -> None:
    """Claim that the blocks' next hops in the router's table are these; waits until they are, or the time is over."""
    seen = settled(lambda: _seen(stage, wanted), wanted, SETTLING_SECONDS)
    stage.claim(what, seen == wanted, _text({block: ", ".join(hops) or "nothing" for block, hops in seen.items()}))


def _seen(stage: Stage, blocks: Paths) -> Paths:
    """The next hops of the blocks in the router's BGP table, each once, in the order of the nodes."""
    paths, order = PLACES[stage.router].paths(stage.fabric, VRF), [host.ip for host in NODES]
    return {block: sorted(set(paths.get(block, [])), key=lambda hop: (hop not in order, hop)) for block in blocks}


def _text(by_block: Mapping[str, str]) -> str:
    return "; ".join(f"{block}: {text}" for block, text in by_block.items())
