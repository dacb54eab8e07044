"""Causes in the lines of a router's neighbors."""

from collections.abc import Iterator

from cluster import session_secret
from model.neighbor import Neighbor
from model.stack import peer_places, vrf_neighbors
from model.tables import DEFAULT_TABLE
from platforms.facts import RunningNeighbor, Setting
from platforms.passwords import UNREADABLE, fingerprint, placeholder
from verify.causes.failure import Failure, table_title
from verify.check import Cause
from verify.passwords import PasswordsAgree


def missing(failure: Failure) -> Iterator[Cause]:
    """The router has no lines of a node, or has them in another VRF."""
    if not failure.is_of_sessions:
        return
    for neighbor in failure.down():
        if failure.running(neighbor) is None:
            elsewhere = [vrf for vrf in _other_tables(failure) if _is_stray(failure, vrf, neighbor)]
            here = table_title(failure.result.where)
            if elsewhere:
                what = f"is a neighbor in {table_title(elsewhere[0])}, and the stack says {here}"
                yield Cause(f"{failure.called(neighbor)} {what}", f"{failure.path}.neighbors")
            else:
                what = f"{failure.result.who} has no neighbor {neighbor.address} in {here}"
                yield Cause(f"{what}, which is {failure.node(neighbor)}", f"cluster.nodes.{failure.node(neighbor)}")


def _other_tables(failure: Failure) -> list[str]:
    known = dict.fromkeys([*failure.stack.routers[failure.result.who].vrfs, DEFAULT_TABLE])
    return [vrf for vrf in known if vrf != failure.result.where]


def _is_stray(failure: Failure, vrf: str, neighbor: Neighbor) -> bool:
    """Whether a table has a neighbor that the stack does not want there."""
    described = vrf in failure.stack.routers[failure.result.who].vrfs
    wanted = vrf_neighbors(failure.stack, failure.result.who, vrf) if described else ()
    is_wanted = any(each.address == neighbor.address for each in wanted)
    return not is_wanted and neighbor.name in failure.router.neighbors(vrf)


def settings(failure: Failure) -> Iterator[Cause]:
    """A line of a node without a session is not as the stack says, and keeps it down."""
    if not failure.is_of_sessions:
        return
    for neighbor in failure.down():
        if running := failure.running(neighbor):
            yield from _settings(failure, neighbor, running)


def passwords(failure: Failure) -> Iterator[Cause]:
    """The same of passwords, for the check of them as well."""
    if failure.result.what == PasswordsAgree.what:
        for neighbor in vrf_neighbors(failure.stack, failure.result.who, failure.result.where):
            if running := failure.running(neighbor):
                yield from _password(failure, neighbor, running)


def _settings(failure: Failure, neighbor: Neighbor, running: RunningNeighbor) -> Iterator[Cause]:
    router, values, lines = failure.result.who, running.values, running.lines
    who, speaker, path = failure.called(neighbor), failure.speaker, f"{failure.path}.neighbors"
    if Setting.SHUTDOWN in values:
        yield Cause(f"{who} is shut down on {router}: the line is '{lines[Setting.SHUTDOWN]}'", path)
    asn = values.get(Setting.REMOTE_AS)
    if asn not in (None, str(neighbor.remote_as)):
        told = f"{router} expects AS {asn} of {neighbor.address}, the stack says {neighbor.remote_as}"
        yield Cause(f"{told}: the router's line is '{lines[Setting.REMOTE_AS]}'", _as_path(failure, neighbor))
    yield from _password(failure, neighbor, running)
    if not _is_source(failure, neighbor, values.get(Setting.SOURCE)):
        has = f"its line is '{lines[Setting.SOURCE]}'" if Setting.SOURCE in lines else "no line sets it"
        told = f"the session with {who} starts at {neighbor.update_source} of {router}, says the stack"
        yield Cause(f"{told}, and {has}", f"{speaker}.peers")
    if (neighbor.ebgp_multihop or 1) > 1 and values.get(Setting.MULTIHOP) in (None, "1"):
        told = f"{who} dials an address that is not on its own network, and {router} allows it one hop"
        yield Cause(f"{told}, not {neighbor.ebgp_multihop} as the stack says", f"{path}.ebgpMultihop")
    if Setting.TTL_SECURITY in values and not _sends_ttl(failure):
        told = f"{router} takes only packets from {who} that have come no further than {values[Setting.TTL_SECURITY]}"
        line = lines[Setting.TTL_SECURITY]
        yield Cause(f"{told} hops with a TTL of 255 at the start, which no speaker sends: its line is '{line}'", path)
    if values.get(Setting.PORT, "179") != "179":
        yield Cause(f"{router} dials {who} at another port: its line is '{lines[Setting.PORT]}'", path)


def _is_source(failure: Failure, neighbor: Neighbor, running: str | None) -> bool:
    """Whether a session starts at the stack's interface; FRR can name its address in place of it."""
    if neighbor.update_source is None:
        return True
    places = failure.places()
    same = {str(place.address.ip) for place in places if place.interface == neighbor.update_source}
    return running in {neighbor.update_source, *same}


def _sends_ttl(failure: Failure) -> bool:
    return failure.speaker == "calico" and failure.stack.calico.peering.ttl_security is not None


def _as_path(failure: Failure, neighbor: Neighbor) -> str:
    """What in the file decides a neighbor's AS: of the node, of the peer, or of the speaker."""
    name, place = failure.node(neighbor), (failure.result.who, failure.result.where)
    if name in failure.stack.routers[place[0]].vrfs[place[1]].neighbors.remote_as:
        return f"{failure.path}.neighbors.remoteAs.{name}"
    for speaker, index, at in peer_places(failure.stack):
        if (at.router, at.vrf) == place and name in at.nodes:
            has_own = failure.stack.speakers()[speaker].peers[index].asn is not None
            return f"{speaker}.peers[{index}].asn" if has_own else f"{speaker}.asn"
    return f"{failure.speaker}.asn"


def _password(failure: Failure, neighbor: Neighbor, running: RunningNeighbor) -> Iterator[Cause]:
    router, who, mark = failure.result.who, failure.called(neighbor), running.values.get(Setting.PASSWORD)
    path = f"{failure.speaker}.session.passwordKey"
    if neighbor.password_key is None:
        if mark:
            line = running.lines[Setting.PASSWORD]
            yield Cause(f"{router} wants a password of {who}, and the stack has none: its line is '{line}'", path)
    elif mark is None:
        yield Cause(f"{router} has no password for {who}, and the stack has {neighbor.password_key}", path)
    elif (clear := _secret(failure)) and mark not in (UNREADABLE, placeholder(fingerprint(clear))):
        yield Cause(f"{router} has another password for {who} than the Secret that its speaker reads", path)


def _secret(failure: Failure) -> str | None:
    if failure.cluster is None:
        return None
    namespace = failure.stack.speakers()[failure.speaker].namespace
    return failure.cluster.secret(namespace, session_secret.SECRET, session_secret.ENTRY)
