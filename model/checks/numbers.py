"""AS numbers and router ids are usable and distinct."""

from collections.abc import Iterator

from errors import Problem
from model.places import both, vrf_path, vrfs
from model.stack import Stack, peer_places, speaker_vrfs

# The code and the problem of an AS. Source: RFC 5398 (documentation; a neighbor has it until its other settings are
# written), RFC 4893 (AS_TRANS), RFC 7300 (the last of both ranges).
_UNUSABLE = {
    64496: ("AS02", "is the placeholder AS of a neighbor that is being created, so that its session cannot come up"),
    23456: ("AS03", "AS 23456 stands for any AS above 65535 where only 16 bits fit (RFC 4893)"),
    65535: ("AS03", "AS 65535 is reserved (RFC 7300)"),
    4294967295: ("AS03", "AS 4294967295 is reserved (RFC 7300)"),
}


def sessions_are_external(stack: Stack) -> Iterator[Problem]:
    """No node has the router's AS: iBGP would need route reflection, which the stack does not configure."""
    for speaker, described in stack.speakers().items():
        for router_name, vrf_name, vrf in speaker_vrfs(stack, speaker):
            router_asn = stack.routers[router_name].asn
            overrides = f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs"
            given = {f"{speaker}.asn": described.asn}
            given |= {f"{overrides}.{node}": asn for node, asn in vrf.neighbors.remote_as.items()}
            given |= {
                f"{speaker}.peers[{index}].asn": place.asn
                for name, index, place in peer_places(stack)
                if name == speaker and place.router == router_name and described.peers[index].asn is not None
            }
            for path in (path for path, asn in given.items() if asn == router_asn):
                yield Problem(
                    **both((path, router_asn), (f"routers.{router_name}.asn", router_asn)),
                    what="both ends would have the same AS: the sessions must be eBGP",
                    code="AS01",
                    expected="two AS numbers",
                    hint="give the nodes another AS",
                )


def as_numbers_may_be_used(stack: Stack) -> Iterator[Problem]:
    """No AS is reserved or the placeholder of unfinished neighbors."""
    given = {f"routers.{name}.asn": router.asn for name, router in stack.routers.items()}
    for speaker, described in stack.speakers().items():
        given[f"{speaker}.asn"] = described.asn
        given |= {f"{speaker}.peers[{at}].asn": peer.asn for at, peer in enumerate(described.peers) if peer.asn}
    for router_name, vrf_name, vrf in vrfs(stack):
        path = f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs"
        given |= {f"{path}.{node}": asn for node, asn in vrf.neighbors.remote_as.items()}
    for path, asn in given.items():
        if asn in _UNUSABLE:
            code, what = _UNUSABLE[asn]
            yield Problem(
                path,
                what,
                "private AS numbers are 64512 to 65534 and 4200000000 to 4294967294 (RFC 6996)",
                code=code,
                found=str(asn),
                expected="another AS",
            )


def router_ids_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Routers of one AS have different router ids (RFC 6286); VRFs of one router may share one."""
    seen: dict[tuple[int, object], tuple[str, str]] = {}
    for name, router in stack.routers.items():
        given = {f"routers.{name}.routerId": router.router_id}
        given |= {f"{vrf_path(name, vrf_name)}.routerId": vrf.router_id for vrf_name, vrf in router.vrfs.items()}
        for path, router_id in given.items():
            if router_id is None:
                continue
            if int(router_id) == 0:
                yield Problem(path, "is not a router id", code="ID02", found="0.0.0.0", expected="any other address")
                continue
            owner, first = seen.setdefault((router.asn, router_id), (name, path))
            if owner != name:
                yield Problem(
                    **both((first, router_id), (path, router_id)),
                    what=f"two routers of AS {router.asn} have one router id: their peers drop a session",
                    code="ID01",
                    expected="two router ids",
                    hint="the address of a loopback of the router is the usual choice",
                )
