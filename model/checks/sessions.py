"""Settings of sessions: consistent, and supported by both ends."""

from collections.abc import Iterator

from errors import Problem
from model.places import both, is_on_link
from model.stack import Stack, peer_places

# Source: BIRD's documentation, `hold time`: "Default: 240 seconds". Calico leaves it at that.
_CALICO_HOLD_SECONDS = 240


def times_fit_each_other(stack: Stack) -> Iterator[Problem]:
    """Keepalive seconds have hold seconds, which are at least three times as long."""
    for speaker, described in stack.speakers().items():
        path, session = f"{speaker}.session", described.session
        hold, keepalive = session.hold_seconds, session.keepalive_seconds
        if keepalive and hold is None:
            yield Problem(
                f"{path}.keepaliveSeconds, {path}.holdSeconds",
                "keepalive seconds have no effect without hold seconds",
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


def calico_hold_time_is_possible(stack: Stack) -> Iterator[Problem]:
    """Calico's hold time is at most BIRD's: the smaller of both ends applies."""
    hold = stack.calico.session.hold_seconds
    if hold and hold > _CALICO_HOLD_SECONDS:
        yield Problem(
            "calico.session.holdSeconds",
            f"Calico's BIRD offers {_CALICO_HOLD_SECONDS} s and has no setting for it; the smaller end's applies",
            code="SESSION03",
            found=str(hold),
            expected=f"3 to {_CALICO_HOLD_SECONDS}",
        )


def native_metallb_has_fixed_keepalives(stack: Stack) -> Iterator[Problem]:
    """MetalLB in native mode has no other keepalive than a third of the hold time: its webhook refuses it."""
    session = stack.metallb.session
    hold, keepalive = session.hold_seconds, session.keepalive_seconds
    if "metallb" in stack.speakers() and stack.metallb.mode == "native" and hold and keepalive not in (None, hold // 3):
        yield Problem(
            **both(("metallb.session.keepaliveSeconds", keepalive), ("metallb.mode", "native")),
            what="MetalLB's own BGP sends a keepalive every third of holdSeconds and has no setting for it",
            code="SESSION04",
            expected=f"no keepaliveSeconds, which is {hold // 3}, or metallb.mode frr or frr-k8s",
        )


def speakers_support_settings(stack: Stack) -> Iterator[Problem]:
    """BFD and graceful restart are set only for a speaker that supports them."""
    calico, metallb = stack.calico.session, stack.metallb.session
    if calico.bfd:
        yield Problem(
            "calico.session.bfd",
            "Calico's BIRD does not support BFD",
            code="SESSION05",
            found="bfd",
            expected="a short holdSeconds instead",
        )
    needs_frr = {"bfd": metallb.bfd is not None, "gracefulRestart": metallb.graceful_restart}
    for key in (key for key, is_set in needs_frr.items() if is_set and "metallb" in stack.speakers()):
        if stack.metallb.mode == "native":
            yield Problem(
                f"metallb.session.{key}, metallb.mode",
                "MetalLB's own BGP does not support it",
                code="SESSION05",
                found="metallb.mode is native",
                expected="metallb.mode frr or frr-k8s",
            )


def settings_are_unique(stack: Stack) -> Iterator[Problem]:
    """A setting of a session for both ends is not set again in the peering."""
    calico, metallb = stack.calico, stack.metallb
    secret = calico.peering.password_secret
    ours, theirs = metallb.session, metallb.peering
    pairs = (
        ("calico", "passwordKey", calico.session.password_key, "passwordSecret", secret and secret.name),
        ("metallb", "passwordKey", ours.password_key, "passwordSecret", theirs.password_secret),
        ("metallb", "bfd", ours.bfd and "set", "bfdProfile", theirs.bfd_profile),
        ("metallb", "gracefulRestart", ours.graceful_restart or None, "gracefulRestart", theirs.graceful_restart),
    )
    for speaker, key, value, other, setting in pairs:
        if value is not None and setting is not None:
            yield Problem(
                **both((f"{speaker}.session.{key}", value), (f"{speaker}.peering.{other}", setting)),
                what="the session sets it for both ends, the peering sets it again for one",
                code="SESSION06",
                expected="one of the two",
            )


def passwords_are_the_sessions_own(stack: Stack) -> Iterator[Problem]:
    """A session's password is not a login's: the router's configuration and a Secret show it in clear text."""
    logins = {router.password_key: f"routers.{name}.passwordKey" for name, router in stack.routers.items()}
    for speaker, described in (("calico", stack.calico), ("metallb", stack.metallb)):
        key = described.session.password_key
        if key in (*logins, "routerPassword"):
            where = logins.get(str(key), "routerPassword")
            yield Problem(
                f"{speaker}.session.passwordKey, {where}",
                "the sessions would use the router's login password, which the router's neighbors and "
                "a Secret would show in clear text",
                f"pulumi config set --secret {speaker}SessionPassword",
                code="SESSION09",
                found=str(key),
                expected="another key for the sessions",
            )


def bfd_has_one_hop(stack: Stack) -> Iterator[Problem]:
    """Sessions with BFD have one hop: multihop BFD needs IOS configuration that the stack does not write."""
    for speaker, index, place in peer_places(stack):
        if stack.speakers()[speaker].session.bfd and not is_on_link(place):
            yield Problem(
                **both((f"{speaker}.session.bfd", "set"), (f"{speaker}.peers[{index}]", place.address.ip)),
                what=f"{place.interface} is not on the nodes' subnet, and BFD is configured for one hop only",
                code="SESSION07",
                expected="the address of an interface on the nodes' subnet, or no bfd",
            )


def limits_leave_room(stack: Stack) -> Iterator[Problem]:
    """A limit of routes is not below the number of addresses in the pools."""
    services = stack.service_addresses()
    aggregated = any(entry.aggregation_length for entry in stack.metallb.advertisements.values())
    for speaker, described in stack.speakers().items():
        limit = described.session.maximum_prefix
        if isinstance(limit, int) and stack.announcer() == speaker and not aggregated and limit < services:
            yield Problem(
                **both(
                    (f"{speaker}.session.maximumPrefix", limit), (f"{stack.assigner()}.pools", f"{services} addresses")
                ),
                what="if services use all addresses of the pools, the router ends every session",
                code="SESSION08",
                expected=f"{services} or more, or auto",
            )
