"""The platforms by name."""

from collections.abc import Mapping
from typing import Any

from model.router import Router
from platforms.base import Platform
from platforms.frr.platform import FRR
from platforms.iosxe.platform import IOS_XE

PLATFORMS: Mapping[str, Platform[Any]] = {each.name: each for each in (IOS_XE, FRR)}


def platform_named(name: str) -> Platform[Any]:
    """The platform of this name."""
    return PLATFORMS[name]


def platform_of(router: Router) -> Platform[Any]:
    """The platform of a router of the stack's file."""
    return PLATFORMS[router.platform]
