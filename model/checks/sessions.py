"""What both ends of a session are told: such that both can do it."""

from collections.abc import Iterator

from errors import Problem
from model.places import both, is_on_link, peer_places
from model.stack import Stack

# Source: BIRD's documentation, `hold time`: "Default: 240 seconds". Calico leaves it at that.
_CALICO_HOLD_SECONDS = 240


def times_fit_each_other(stack: Stack) -> Iterator[Problem]:
    """A session's times are both said or neither, and several keepalives fit into the time an end is waited for."""
    for speaker, described in stack.speakers().items():
        path, session = f"{speaker}.session", described.session
        hold, keepalive = session.hold_seconds, session.keepalive_seconds
        if keepalive and hold is None:
            yield Problem(
                f"{path}.keepaliveSeconds, {path}.holdSeconds",
                "how often an end speaks means something only beside how long the other waits",
                code="SESSION01",
                found=str(keepalive),
                expected="holdSeconds as well",
            )
        elif keepalive and hold and keepalive * 3 > hold:
            yield Problem(
                **both((f"{path}.keepaliveSeconds", keepalive), (f"{path}.holdSeconds", hold)),
                what="one lost keepalive would end the session",
                code="SESSION02",
                expected=f"keepaliveSeconds of at most {hold // 3}, or holdSeconds of at least {keepalive * 3}",
            )


def metallb_speaks_as_often(stack: Stack) -> Iterator[Problem]:
    """MetalLB's own BGP says three times in the hold time that it is alive; its webhook takes no other number."""
    session = stack.metallb.session
    hold, keepalive = session.hold_seconds, session.keepalive_seconds
    if "metallb" in stack.speakers() and stack.metallb.mode == "native" and hold and keepalive not in (None, hold // 3):
        yield Problem(
            **both(("metallb.session.keepaliveSeconds", keepalive), ("metallb.mode", "native")),
            what="MetalLB's own BGP speaks three times in holdSeconds and cannot be told otherwise",
            code="SESSION04",
            expected=f"no keepaliveSeconds, which is {hold // 3}, or metallb.mode frr or frr-k8s",
        )


def calico_can_hold(stack: Stack) -> Iterator[Problem]:
    """Calico's BIRD offers its own hold time, and the smaller of both ends counts."""
    hold = stack.calico.session.hold_seconds
    if hold and hold > _CALICO_HOLD_SECONDS:
        yield Problem(
            "calico.session.holdSeconds",
            f"Calico's BIRD offers {_CALICO_HOLD_SECONDS} s and has no setting for it; the smaller of both ends counts",
            code="SESSION03",
            found=str(hold),
            expected=f"3 to {_CALICO_HOLD_SECONDS}",
        )


def speakers_can_do_it(stack: Stack) -> Iterator[Problem]:
    """BFD and graceful restart are asked only of a speaker that does them; its peering does not say them again."""
    calico, metallb = stack.calico.session, stack.metallb.session
    if calico.bfd:
        yield Problem(
            "calico.session.bfd",
            "Calico's BIRD does no BFD",
            code="SESSION05",
            found="bfd",
            expected="a short holdSeconds in its place",
        )
    asked = {"bfd": metallb.bfd is not None, "gracefulRestart": metallb.graceful_restart}
    for key in (key for key, said in asked.items() if said and "metallb" in stack.speakers()):
        if stack.metallb.mode == "native":
            yield Problem(
                f"metallb.session.{key}, metallb.mode",
                "MetalLB's own BGP does not do that",
                code="SESSION05",
                found="metallb.mode is native",
                expected="metallb.mode frr or frr-k8s",
            )


def said_once(stack: Stack) -> Iterator[Problem]:
    """What both ends are told is not said for one of them again."""
    calico, metallb = stack.calico, stack.metallb
    secret = calico.peering.password_secret
    ours, theirs = metallb.session, metallb.peering
    pairs = (
        ("calico", "passwordKey", calico.session.password_key, "passwordSecret", secret and secret.name),
        ("metallb", "passwordKey", ours.password_key, "passwordSecret", theirs.password_secret),
        ("metallb", "bfd", ours.bfd and "set", "bfdProfile", theirs.bfd_profile),
        ("metallb", "gracefulRestart", ours.graceful_restart or None, "gracefulRestart", theirs.graceful_restart),
    )
    for speaker, key, value, other, said in pairs:
        if value is not None and said is not None:
            yield Problem(
                **both((f"{speaker}.session.{key}", value), (f"{speaker}.peering.{other}", said)),
                what="the session says it for both ends, the peering says it again for one",
                code="SESSION06",
                expected="one of the two",
            )


def passwords_are_the_sessions_own(stack: Stack) -> Iterator[Problem]:
    """A session's password stands in clear in the router's configuration and in a Secret; a login's must not."""
    logins = {router.password_key: f"routers.{name}.passwordKey" for name, router in stack.routers.items()}
    for speaker, described in (("calico", stack.calico), ("metallb", stack.metallb)):
        key = described.session.password_key
        if key in (*logins, "routerPassword"):
            where = logins.get(str(key), "routerPassword")
            yield Problem(
                f"{speaker}.session.passwordKey, {where}",
                "the sessions would use the router's login password, which then stands on the router's neighbors and "
                "in a Secret, where many can read it",
                f"pulumi config set --secret {speaker}SessionPassword",
                code="SESSION09",
                found=str(key),
                expected="a key of the sessions' own",
            )


def bfd_has_one_hop(stack: Stack) -> Iterator[Problem]:
    """IOS watches a neighbor by the timers of the interface it is on; several hops need what is not written."""
    for speaker, index, place in peer_places(stack):
        if stack.speakers()[speaker].session.bfd and not is_on_link(stack, place):
            yield Problem(
                **both((f"{speaker}.session.bfd", "set"), (f"{speaker}.peers[{index}]", place.address.ip)),
                what=f"{place.interface} is not on the nodes' subnet, and BFD is written for one hop only",
                code="SESSION07",
                expected="the address of an interface on the nodes' subnet, or no bfd",
            )


def limits_leave_room(stack: Stack) -> Iterator[Problem]:
    """A session is not ended because the services use the addresses they may have."""
    services = stack.metallb.addresses()
    aggregated = any(each.aggregation_length for each in stack.metallb.advertisements.values())
    for speaker, described in stack.speakers().items():
        told = described.session.maximum_prefix
        if isinstance(told, int) and stack.announcer() == speaker and not aggregated and told < services:
            yield Problem(
                **both((f"{speaker}.session.maximumPrefix", told), ("metallb.pools", f"{services} addresses")),
                what="with that many services the router would end every session",
                code="SESSION08",
                expected=f"{services} or more, or auto",
            )
