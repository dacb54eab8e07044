"""The platforms by name."""

from collections.abc import Mapping
from typing import Any

from model.router import Router
from platforms.base import Platform
from platforms.iosxe.platform import IOS_XE

PLATFORMS: Mapping[str, Platform[Any]] = {IOS_XE.name: IOS_XE}


def platform_named(name: str) -> Platform[Any]:
    """The platform of this name."""
    return PLATFORMS[name]


def platform_of(_router: Router) -> Platform[Any]:
    """The platform of a router of the stack's file; all are IOS-XE so far."""
    return PLATFORMS["ios-xe"]
