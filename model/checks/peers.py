"""The addresses that the speakers dial: each in a VRF of its own, with routes there and back."""

from collections.abc import Iterator

from errors import Problem
from model.places import both, is_on_link, node_subnet, vrf_path, vrfs
from model.stack import PeerPlace, Speaker, Stack, peer_place, peer_places, vrf_speakers


def one_router_address_per_speaker(stack: Stack) -> Iterator[Problem]:
    """The speakers dial different router addresses: a node can have one BGP session with an address."""
    dialled = [set(speaker.peers) for speaker in stack.speakers().values()]
    for address in sorted(dialled[0] & dialled[1]) if len(dialled) > 1 else ():
        yield Problem(
            **both(*(_dialled(stack, speaker, stack.speakers()[speaker].peers.index(address)) for speaker in _BOTH)),
            what=f"both speakers dial router address {address}: a node can have only one BGP session with it, "
            "so one of Calico and MetalLB would stay down",
            code="PEER01",
            expected="two addresses, in two VRFs",
            hint="give each speaker an address in a VRF of its own",
        )


_BOTH: tuple[Speaker, ...] = ("calico", "metallb")


def _dialled(stack: Stack, speaker: Speaker, index: int) -> tuple[str, object]:
    return f"{speaker}.peers[{index}]", stack.speakers()[speaker].peers[index]


def peers_are_in_a_vrf(stack: Stack) -> Iterator[Problem]:
    """Every dialled address belongs to an interface in a VRF of the stack."""
    known = [f"{address.ip} ({name})" for _, name, vrf in vrfs(stack) for address in vrf.interfaces.values()]
    for speaker, described in stack.speakers().items():
        for index, address in enumerate(described.peers):
            if peer_place(stack, address) is None:
                yield Problem(
                    f"{speaker}.peers[{index}]",
                    "is not the address of an interface in a VRF",
                    "add it to an interface under routers.<name>.vrfs.<vrf>.interfaces, or dial an existing one",
                    code="PEER02",
                    found=str(address),
                    expected=f"one of {', '.join(known)}" if known else "an interface in a VRF; there is none yet",
                )


def one_speaker_per_vrf(stack: Stack) -> Iterator[Problem]:
    """A VRF has addresses of one speaker only: two would need each node twice as a neighbor."""
    for router_name, vrf_name, _ in vrfs(stack):
        first = dict(reversed(vrf_speakers(stack, router_name, vrf_name)))
        if len(first) > 1 and len({place.address.ip for place in first.values()}) > 1:
            places = [(f"{name}.peers", f"{first[name].address.ip} ({first[name].interface})") for name in _BOTH]
            yield Problem(
                **both(*places),
                what=f"both are in VRF {vrf_name} of {router_name}: a node can be a neighbor only once in a VRF",
                code="PEER03",
                expected="addresses in two VRFs",
                hint=f"move {' or '.join(first[name].interface for name in _BOTH)} to a VRF of its own",
            )


def a_speaker_dials_a_vrf_once(stack: Stack) -> Iterator[Problem]:
    """A speaker dials one address per VRF: a second would need each node twice as a neighbor."""
    seen: dict[tuple[Speaker, str, str], int] = {}
    for speaker, index, place in peer_places(stack):
        first = seen.setdefault((speaker, place.router, place.vrf), index)
        if first != index:
            yield Problem(
                **both(_dialled(stack, speaker, first), _dialled(stack, speaker, index)),
                what=f"both are in VRF {place.vrf} of {place.router}: a node can be a neighbor only once in a VRF",
                code="PEER04",
                expected="one address for each router",
                hint="leave one of them out",
            )


def loopback_peers_need_multihop(stack: Stack) -> Iterator[Problem]:
    """A VRF dialled at an address outside the nodes' subnet has ebgpMultihop."""
    for speaker, index, place in peer_places(stack):
        neighbors = stack.routers[place.router].vrfs[place.vrf].neighbors
        if not is_on_link(stack, place) and neighbors.ebgp_multihop is None:
            path = f"{vrf_path(place.router, place.vrf)}.neighbors.ebgpMultihop"
            yield Problem(
                **both((path, "not set"), _dialled(stack, speaker, index)),
                what=f"{speaker} dials {place.interface}, which is not on the nodes' subnet: eBGP allows one hop "
                "by default",
                code="PEER05",
                expected=f"{path} between 2 and 255",
                hint="set it, for example to 32",
            )


def nodes_reach_their_peers(stack: Stack) -> Iterator[Problem]:
    """The VRF of the nodes' subnet exchanges routes with the one that the nodes dial into."""
    for speaker, index, place in peer_places(stack):
        near = node_subnet(stack, place.router)
        if near and near[0] != place.vrf and not is_on_link(stack, place) and not _exchange(stack, place, near[0]):
            subnet = f"routers.{place.router}" + (f".vrfs.{near[0]}" if near[0] else "") + f".interfaces.{near[1]}"
            table = f"VRF {near[0]}" if near[0] else "the global table"
            yield Problem(
                f"{speaker}.peers[{index}], {subnet}",
                f"the nodes' subnet is in {table}, which has no route to {place.interface} in VRF {place.vrf}",
                f"put {near[1]} into a VRF that leaks with {place.vrf} both ways",
                code="PEER06",
                found=f"{subnet} in {table}",
                expected=f"VRF {place.vrf}, or one that leaks with it",
            )


def _exchange(stack: Stack, place: PeerPlace, other: str | None) -> bool:
    """Whether two VRFs import each other's routes; true for two speakers' VRFs, which another check compares."""
    if other is None:
        return False
    router_vrfs = stack.routers[place.router].vrfs
    ours, theirs = router_vrfs[place.vrf], router_vrfs[other]
    leak = ours.import_targets & theirs.export_targets and theirs.import_targets & ours.export_targets
    return bool(leak) or bool(vrf_speakers(stack, place.router, other))
