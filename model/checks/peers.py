"""The addresses that the speakers dial: each in a VRF of its own, with routes there and back."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address
from itertools import product

from errors import Problem
from model.places import both, interface_path, is_on_link, subnets_of, unknown, vrf_path, vrfs
from model.stack import PeerPlace, Speaker, Stack, dialling, peer_places, place_of, selected, vrf_speakers
from model.tables import DEFAULT_TABLE, table_name

_BOTH: tuple[Speaker, ...] = ("calico", "metallb")


def one_router_address_per_speaker(stack: Stack) -> Iterator[Problem]:
    """A node's speakers dial different router addresses: a node can have one BGP session with an address."""
    speakers = stack.speakers()
    pairs = product(*(enumerate(speakers[name].peers) for name in _BOTH)) if len(speakers) > 1 else ()
    for (calico, one), (metallb, other) in pairs:
        if one.address == other.address and dialling(stack, one).keys() & dialling(stack, other).keys():
            yield Problem(
                **both(_dialled(stack, "calico", calico), _dialled(stack, "metallb", metallb)),
                what=f"both speakers dial router address {one.address}: a node can have only one BGP session with it, "
                "so one of Calico and MetalLB would stay down",
                code="PEER01",
                expected="two addresses, in two VRFs",
                hint="give each speaker an address in a VRF of its own",
            )


def _dialled(stack: Stack, speaker: Speaker, index: int) -> tuple[str, object]:
    return f"{speaker}.peers[{index}]", stack.speakers()[speaker].peers[index].address


def peers_are_in_a_vrf(stack: Stack) -> Iterator[Problem]:
    """Every dialled address belongs to an interface in a VRF of the stack."""
    tables = [(name, stack.routers[router].interfaces_in(name)) for router, name, _ in vrfs(stack)]
    known = [f"{address.ip} ({name})" for name, addresses in tables for address in addresses.values()]
    for speaker, described in stack.speakers().items():
        for index, peer in enumerate(described.peers):
            if place_of(stack, peer.address) is None:
                yield Problem(
                    f"{speaker}.peers[{index}]",
                    "is not the address of an interface in a VRF",
                    "add it to an interface under routers.<name>.vrfs.<vrf>.interfaces, or dial an existing one",
                    code="PEER02",
                    found=str(peer.address),
                    expected=f"one of {', '.join(known)}" if known else "an interface in a VRF; there is none yet",
                )


def the_default_table_has_one_speaker(stack: Stack) -> Iterator[Problem]:
    """With two speakers both dial VRFs: route targets do not leak between a VRF and the default table."""
    for speaker, index, place in peer_places(stack) if len(stack.speakers()) > 1 else ():
        if place.vrf == DEFAULT_TABLE:
            yield Problem(
                **both(_dialled(stack, speaker, index), ("topology", stack.topology)),
                what=f"{speaker} dials into the default table of {place.router}: routes leak between VRFs only",
                code="VRF05",
                expected="topology: single-session, or addresses in two VRFs",
            )


def one_speaker_per_vrf(stack: Stack) -> Iterator[Problem]:
    """A VRF has addresses of one speaker only: its neighbors have the settings of one speaker's sessions."""
    for router_name, vrf_name, _ in vrfs(stack):
        first = dict(reversed(vrf_speakers(stack, router_name, vrf_name)))
        if len(first) > 1 and not _collide(list(first.values())):
            places = [(f"{name}.peers", f"{first[name].address.ip} ({first[name].interface})") for name in _BOTH]
            yield Problem(
                **both(*places),
                what=f"both are in {table_name(vrf_name)} of {router_name}: a node can be a neighbor only once "
                "in a VRF",
                code="PEER03",
                expected="addresses in two VRFs",
                hint=f"move {' or '.join(first[name].interface for name in _BOTH)} to a VRF of its own",
            )


def _collide(places: list[PeerPlace]) -> bool:
    """Whether two places are the same address for one node, which is a problem of its own."""
    one, other = places
    return one.address.ip == other.address.ip and bool(one.nodes.keys() & other.nodes.keys())


def a_speaker_dials_a_vrf_once(stack: Stack) -> Iterator[Problem]:
    """A node's speaker dials one address per VRF: with a second the node would be a neighbor twice."""
    seen: dict[tuple[Speaker, str, str], list[tuple[int, PeerPlace]]] = defaultdict(list)
    for speaker, index, place in peer_places(stack):
        earlier = seen[speaker, place.router, place.vrf]
        for first, other in earlier:
            if twice := [node for node in place.nodes if node in other.nodes]:
                who = "a node" if len(twice) == len(stack.cluster.nodes) else twice[0]
                yield Problem(
                    **both(_dialled(stack, speaker, first), _dialled(stack, speaker, index)),
                    what=f"both are in {table_name(place.vrf)} of {place.router}: {who} can be a neighbor only once "
                    "in a VRF",
                    code="PEER04",
                    expected="one address for each router, or different nodes for each address",
                    hint="leave one of them out",
                )
                break
        earlier.append((index, place))


def peers_name_nodes(stack: Stack) -> Iterator[Problem]:
    """The nodes of a peer are the cluster's."""
    for speaker, described in stack.speakers().items():
        for index, peer in enumerate(described.peers):
            path = f"{speaker}.peers[{index}].nodes"
            yield from unknown(path, peer.nodes or (), "cluster.nodes", stack.cluster.nodes, "PEER07")


def selectors_select(stack: Stack) -> Iterator[Problem]:
    """A peer selects its nodes by their names or by labels, and by labels that some have."""
    for speaker, described in stack.speakers().items():
        for index, peer in enumerate(described.peers):
            path = f"{speaker}.peers[{index}].nodeSelector"
            labels = ", ".join(f"{label}: {value}" for label, value in (peer.node_selector or {}).items())
            if peer.node_selector and peer.nodes:
                yield Problem(
                    **both((path, labels), (f"{speaker}.peers[{index}].nodes", ", ".join(peer.nodes))),
                    what="both say who dials",
                    code="PEER09",
                    expected="one of the two",
                )
            elif peer.node_selector and not selected(stack, peer):
                yield Problem(
                    f"{path}, cluster.nodes",
                    "no node has these labels, so no node dials this address",
                    "write a node's labels beside its address: {address: 10.0.0.11, labels: {rack: r1}}",
                    code="PEER09",
                    found=labels,
                    expected="labels of a node in cluster.nodes",
                )


def one_entry_for_an_address_and_as(stack: Stack) -> Iterator[Problem]:
    """A speaker's peers with one address and AS are one entry: they are one BGPPeer."""
    seen: dict[tuple[Speaker, IPv4Address, int], int] = {}
    for speaker, index, place in peer_places(stack):
        first = seen.setdefault((speaker, place.address.ip, place.asn), index)
        peers = stack.speakers()[speaker].peers
        if first != index and not dialling(stack, peers[first]).keys() & place.nodes.keys():
            yield Problem(
                **both(_dialled(stack, speaker, first), _dialled(stack, speaker, index)),
                what=f"both are {place.address.ip} with AS {place.asn}, for different nodes",
                code="PEER04",
                expected="one entry with the nodes of both",
            )


def every_node_is_served(stack: Stack) -> Iterator[Problem]:
    """Every node dials a router with Calico, or others announce its pods: otherwise no router has a route to them."""
    if stack.calico.passes_on():
        return
    served = {node for peer in stack.calico.peers for node in dialling(stack, peer)}
    if left := [node for node in stack.cluster.nodes if node not in served and node not in stack.cluster.drained]:
        yield Problem(
            "calico.peers, cluster.nodes",
            "no router learns the routes to the pods of these nodes: they dial none, and no other node announces them",
            "add them to `nodes` of a peer, or let other nodes announce them: announce: all and the mesh",
            code="PEER08",
            found=", ".join(left),
            expected="a peer for every node",
        )


def somebody_is_not_drained(stack: Stack) -> Iterator[Problem]:
    """Of the nodes that dial an address, one at least is not drained."""
    for speaker, index, place in peer_places(stack):
        if place.drained and not place.nodes:
            first = next(iter(place.drained))
            yield Problem(
                f"{_dialled(stack, speaker, index)[0]}, cluster.nodes",
                "every node that would dial it is drained: the router would have no session there",
                f"bgp-coexist drain {first} --back --stack NAME, or take `drained` from one of them",
                code="NODE07",
                found=f"drained: {', '.join(place.drained)}",
                expected="a node that is not drained",
            )


def loopback_peers_need_multihop(stack: Stack) -> Iterator[Problem]:
    """A VRF dialled at an address outside the nodes' subnet has ebgpMultihop."""
    for speaker, index, place in peer_places(stack):
        neighbors = stack.routers[place.router].vrfs[place.vrf].neighbors
        if not is_on_link(place) and neighbors.ebgp_multihop is None:
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
        for vrf, interface in [] if is_on_link(place) else subnets_of(stack, place):
            if vrf != place.vrf and not _exchange(stack, place, vrf):
                subnet, table = interface_path(stack, place.router, vrf, interface), table_name(vrf)
                dialled, is_default = table_name(place.vrf), place.vrf == DEFAULT_TABLE
                yield Problem(
                    f"{speaker}.peers[{index}], {subnet}",
                    f"the nodes' subnet is in {table}, which has no route to {place.interface} in {dialled}",
                    f"put {interface} into "
                    + (dialled if is_default else f"a VRF that leaks with {place.vrf} both ways"),
                    code="PEER06",
                    found=f"{subnet} in {table}",
                    expected=dialled if is_default else f"{dialled}, or one that leaks with it",
                )


def _exchange(stack: Stack, place: PeerPlace, other: str | None) -> bool:
    """Whether two VRFs import each other's routes; true for two speakers' VRFs, which another check compares."""
    if other is None:
        return False
    if DEFAULT_TABLE in (place.vrf, other):
        return len(stack.speakers()) > 1 and bool(vrf_speakers(stack, place.router, other))
    router_vrfs = stack.routers[place.router].vrfs
    ours, theirs = router_vrfs[place.vrf], router_vrfs[other]
    leak = ours.import_targets & theirs.export_targets and theirs.import_targets & ours.export_targets
    return bool(leak) or bool(vrf_speakers(stack, place.router, other))
