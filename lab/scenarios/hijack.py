"""A compromised node announces what it may not: a default route, part of another node's block, another cluster's pool.

Its BIRD gets a static protocol and announces that to the router. It needs the applied stack `dev`, whose file it does
not change. Both steps have `announce: own`, so that no sound node passes on the blocks of others.
"""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any

from lab.fabric.topology import NODES
from lab.scenarios import calico_sessions, compromised, next_hops
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import tables
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.stage import Stage, settled

ROUTERS = ("ios-xe",)
NODE, VICTIM = NODES[-1], NODES[-2]
TITLE = f"hijack: {NODE.name} announces a default route, part of {VICTIM.name}'s pods, and another cluster's pool"
VRF = "k8s-calico"
DEFAULT_ROUTE, OTHER_POOL = "0.0.0.0/0", "10.200.0.0/24"
SETTLING_SECONDS = 60
# The failing check is repeated for this long.
WAIT_SECONDS = 10


def play(stage: Stage) -> None:
    """Claim that it arrives with `accept: all` and nothing of it with `expected`, and that the checks name the node."""
    stack = Applied(stage.fabric.places.root / "hijack")
    stack.require()
    before = Before(stage, stack)
    sessions = calico_sessions.claim_up(stage)
    blocks = next_hops.block_nodes(stage.fabric)
    stage.afterwards("the stack as its own file says", lambda: stack.up(stack.file))
    stack.up(stack.copy(**_open(stack.values())))
    stolen = _stolen(blocks)
    stage.say(f"  {NODE.name} announces {', '.join(stolen)}")
    stage.afterwards(f"BIRD of {NODE.name}", lambda: compromised.restore(stage.fabric, NODE))
    compromised.announce(stage.fabric, NODE, stolen)
    _claim(stage, "accept all: everything arrives at the router", {prefix: [NODE.ip] for prefix in stolen})
    said = stack.failing_up(stack.copy(**filtered(stack.values(), blocks)))
    _claim(stage, "accept expected: none of it arrives", {prefix: [] for prefix in stolen})
    named = [line for line in said if f"{NODE.name} ({NODE.ip}) had " in line]
    stage.claim("`pulumi up` ends with a check that names the node", bool(named), "; ".join(named) or "\n".join(said))
    others = [host.name for host in NODES if host != NODE and any(f"{host.name} ({host.ip}) had " in s for s in said)]
    stage.claim("and no other node", not others, ", ".join(others) or "none")
    sound = {block: [node] for block, node in blocks.items()}
    _claim(stage, "each node's own block is there", sound)
    calico_sessions.claim_kept(stage, sessions)
    compromised.restore(stage.fabric, NODE)
    stack.up(stack.file)
    before.claim_unchanged()


def _open(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"calico": values["calico"] | {"announce": "own"}}


def filtered(values: Mapping[str, Any], blocks: Mapping[str, str]) -> dict[str, Any]:
    """The values with `accept: expected` in Calico's VRF, and with the live blocks as the ranges of each node.

    Args:
        values: The stack's values.
        blocks: The address of the node of each block.
    """
    ((name, router),) = values["routers"].items()
    vrf = router["vrfs"][VRF]
    neighbors = vrf["neighbors"] | {"accept": "expected"}
    vrfs = router["vrfs"] | {VRF: vrf | {"neighbors": neighbors}}
    nodes = {
        node: {"address": address, "podRanges": [block for block, owner in blocks.items() if owner == address]}
        for node, address in values["cluster"]["nodes"].items()
    }
    return {
        **_open(values),
        "routers": {name: router | {"vrfs": vrfs}},
        "cluster": values["cluster"] | {"nodes": nodes},
        "verification": values["verification"] | {"waitSeconds": WAIT_SECONDS},
    }


def _stolen(blocks: Mapping[str, str]) -> list[str]:
    """What the node announces; of the other node's block the first half, which wins by its length."""
    block = next(block for block, owner in blocks.items() if owner == VICTIM.ip)
    half = next(IPv4Network(block).subnets())
    return [DEFAULT_ROUTE, str(half), OTHER_POOL]


def _claim(stage: Stage, what: str, wanted: Mapping[str, list[str]]) -> None:
    """Claim that the prefixes' next hops in the router's table are these; waits until they are, or the time is over."""
    seen = settled(lambda: _seen(stage, wanted), wanted, SETTLING_SECONDS)
    text = "; ".join(f"{prefix}: {', '.join(hops) or 'nothing'}" for prefix, hops in seen.items())
    stage.claim(what, seen == wanted, text)


def _seen(stage: Stage, prefixes: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """The next hops of the prefixes; IOS prints the default route without its length."""
    paths = tables.bgp_paths(stage.fabric, VRF)
    return {prefix: sorted(set(paths.get(prefix) or paths.get(prefix.removesuffix("/0"), []))) for prefix in prefixes}
