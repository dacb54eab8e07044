"""The platforms by name, each imported where it is first asked for."""

from typing import Any

from model.router import FRR, IOS_XE, Router
from platforms.base import Platform

NAMES = (IOS_XE, FRR)


def platform_named(name: str) -> Platform[Any]:
    """The platform of this name, one of `NAMES`."""
    if name == FRR:
        from platforms.frr.platform import FRR as FRROUTING

        return FRROUTING
    from platforms.iosxe.platform import IOS_XE as CISCO

    return CISCO


def platform_of(router: Router) -> Platform[Any]:
    """The platform of a router of the stack's file."""
    return platform_named(router.platform)
