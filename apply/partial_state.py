"""A change that broke off half-way and could not be taken back: recorded, so that the next `up` finishes it.

Without the record a half-made object would be a stranger's: the next `up` would stop at it, or remember it as what was
there before and put it back on `destroy`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from apply.properties import Props
from errors import CoexistError, RouterError
from platforms.object_type import shown
from platforms.running import Running

RECORDED = "recorded as partly applied: `pulumi up` finishes it, `pulumi destroy` takes it away"
_SETS = ("export_targets", "import_targets", "redistribute")


class PartlyAppliedError(CoexistError):
    """Part of an object may be on the router, and Pulumi's state says so.

    Args:
        error: What went wrong.
        id_: The resource's id.
        properties: The resource as it is to be recorded.
        seen: Whether the router was looked at after the error.
    """

    def __init__(self, error: Exception, id_: str, properties: Props, seen: bool = True) -> None:
        self.error = error
        self.id = id_
        self.properties = properties
        self.seen = seen
        super().__init__(f"{error}\n  state: {RECORDED}")


class Router(Protocol):
    """The part of `apply.device.Device` that is used here."""

    def running(self) -> Running:
        """The running configuration as it is now, not read again where nothing can have changed."""


@contextmanager
def recorded(device: Router, id_: str, props: Props, lines: Callable[[Running], Any]) -> Iterator[None]:
    """What goes wrong within is raised again, as a `PartlyAppliedError` unless the router is as it was.

    Args:
        device: The router.
        id_: The resource's id.
        props: What it is made of, all that may be on the router by now.
        lines: What runs of it.
    """
    was = device.running()
    try:
        yield
    except Exception as error:
        try:
            now = device.running()
        except RouterError:
            raise PartlyAppliedError(error, id_, {**props, "lines": None}, seen=False) from None
        if now.same_as(was):
            raise
        raise PartlyAppliedError(error, id_, {**props, "lines": shown(lines(now))}) from None


def merged(olds: Props, news: Props) -> Props:
    """The properties of an object that may be half-way between two: everything that either of them declares.

    The inbound lists are the old ones: neighbors are asked for their routes again only after a whole change.
    """
    sets = {key: sorted({*olds.get(key, ()), *news.get(key, ())}) for key in _SETS if key in olds or key in news}
    neighbors = _neighbors(olds.get("neighbors"), news.get("neighbors"))
    lists = {key: olds[key] for key in ("inbound_lists",) if key in olds}
    return {**olds, **news, **sets, **lists, **({"neighbors": neighbors} if neighbors else {})}


def _neighbors(olds: Any, news: Any) -> Any:
    """The neighbors of both, as `news` says where both know one."""
    if isinstance(olds, dict) or isinstance(news, dict):
        return {**_by_address(olds), **_by_address(news)}
    return list({**_by_address(olds), **_by_address(news)}.values())


def _by_address(neighbors: Any) -> Props:
    if isinstance(neighbors, dict):
        return neighbors
    return {neighbor["address"]: neighbor for neighbor in neighbors or ()}
