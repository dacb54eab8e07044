"""What both ends of a session are told: such that both can do it."""

from collections.abc import Iterator

from errors import Problem
from model.places import both
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
