"""The dev stack on a fresh router is the seed's listing, and taking it away leaves the fresh router."""

from adopt.objects import objects_of
from tests.seed import PROJECT, seed_stack
from tests.unit.platforms.iosxe.objects.witness import Router

FRESH = (
    "hostname csr1000v\ninterface GigabitEthernet2\n no ip address\n!\ninterface GigabitEthernet3\n no ip address\n!\n"
)
# Added by the platform to every port, and seen in the seed's output though missing in its listing.
UNLISTED = {" negotiation auto", " no mop enabled", " no mop sysid"}
LOOPBACK1 = "interface Loopback1\n ip vrf forwarding k8s-metallb\n ip address 1.1.1.1 255.255.255.255\n!\n"


def listed(router: Router) -> str:
    """The blocks the seed lists, as the router prints them."""
    heads = ("ip vrf ", "interface Lo", "interface GigabitEthernet2", "interface GigabitEthernet3", "router bgp ")
    blocks = [block for block in router.text.split("\n!\n") if block.startswith((*heads, "ip prefix-list "))]
    lines = "\n!\n".join(blocks).splitlines()
    return "\n".join(line for line in lines if line not in UNLISTED)


def test_the_dev_stack_makes_the_seeds_router_and_takes_it_away() -> None:
    router, given = Router(FRESH), []
    fresh = router.text
    for object_type, values in objects_of(seed_stack(), "csr1000v", {}):
        given.append((object_type, values, object_type.before(router.tree, values)))
        router.apply(object_type.plan(router.tree, values, None, given[-1][2]).commands)
    seed = (PROJECT / "tests/unit/emulator/seed.txt").read_text().strip()
    assert listed(router) == seed.replace("interface Loopback2", f"{LOOPBACK1}interface Loopback2")
    for object_type, values, before in reversed(given):
        assert object_type.running(router.tree, values, before) == object_type.lines(values)
        router.apply(object_type.removal(router.tree, values, before).commands)
    assert router.text == fresh
