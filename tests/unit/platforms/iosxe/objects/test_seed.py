"""The dev stack on a fresh router is the seed's listing, and taking it away leaves the fresh router."""

from typing import Any

from model.stack import Stack, vrf_neighbors
from platforms.iosxe.object_types import BGP_PROCESS, BGP_VRF, INTERFACE, PREFIX_LIST, VRF
from platforms.object_type import ObjectType
from tests.seed import PROJECT, seed_stack
from tests.unit.platforms.iosxe.objects.witness import Router

FRESH = (
    "hostname csr1000v\ninterface GigabitEthernet2\n no ip address\n!\ninterface GigabitEthernet3\n no ip address\n!\n"
)
# Added by the platform to every port, and seen in the seed's output though missing in its listing.
UNLISTED = {" negotiation auto", " no mop enabled", " no mop sysid"}
LOOPBACK1 = "interface Loopback1\n ip vrf forwarding k8s-metallb\n ip address 1.1.1.1 255.255.255.255\n!\n"


def objects(stack: Stack) -> list[tuple[ObjectType[Any], Any]]:
    """Every object of the stack's router, in an order that fits."""
    router = stack.routers["csr1000v"]
    made: list[tuple[ObjectType[Any], dict[str, Any]]] = []
    for name, vrf in router.vrfs.items():
        targets = {"export_targets": vrf.export_targets, "import_targets": vrf.import_targets}
        made.append((VRF, {"name": name, "rd": vrf.rd, **targets}))
        made += [(INTERFACE, {"name": one, "vrf": name, "address": at}) for one, at in vrf.interfaces.items()]
    made += [(INTERFACE, {"name": one, "address": at}) for one, at in router.interfaces.items()]
    made += [(PREFIX_LIST, {"name": name, "entries": entries}) for name, entries in router.prefix_lists.items()]
    made.append((BGP_PROCESS, {"asn": router.asn, "router_id": router.router_id}))
    for name, vrf in router.vrfs.items():
        settings = {"router_id": vrf.router_id, "redistribute": vrf.redistribute, "maximum_paths": vrf.maximum_paths}
        neighbors = vrf_neighbors(stack, "csr1000v", name)
        made.append((BGP_VRF, {"asn": router.asn, "vrf": name, "rd": vrf.rd, "neighbors": neighbors, **settings}))
    return [(object_type, object_type.values.model_validate(values)) for object_type, values in made]


def listed(router: Router) -> str:
    """The blocks the seed lists, as the router prints them."""
    heads = ("ip vrf ", "interface Lo", "interface GigabitEthernet2", "interface GigabitEthernet3", "router bgp ")
    blocks = [block for block in router.text.split("\n!\n") if block.startswith((*heads, "ip prefix-list "))]
    lines = "\n!\n".join(blocks).splitlines()
    return "\n".join(line for line in lines if line not in UNLISTED)


def test_the_dev_stack_makes_the_seeds_router_and_takes_it_away() -> None:
    router, given = Router(FRESH), []
    fresh = router.text
    for object_type, values in objects(seed_stack()):
        given.append((object_type, values, object_type.before(router.tree, values)))
        router.apply(object_type.plan(router.tree, values, None, given[-1][2]).commands)
    seed = (PROJECT / "tests/unit/emulator/seed.txt").read_text().strip()
    assert listed(router) == seed.replace("interface Loopback2", f"{LOOPBACK1}interface Loopback2")
    for object_type, values, before in reversed(given):
        assert object_type.running(router.tree, values, before) == object_type.lines(values)
        router.apply(object_type.removal(router.tree, values, before).commands)
    assert router.text == fresh
