"""The history of each type of object; lines and neighbors' tails are as the router shows them."""

from typing import Any

from pydantic import Field

from platforms.history import History
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.vrf_block import Target


def _absent_where_empty(default: Any, key: str | None = None) -> Any:
    """A field that a state does not have while it is empty; `key` is its name there."""
    return Field(default, alias=key, exclude_if=lambda value: not value)


class VrfHistory(History):
    """A VRF.

    Attributes:
        rd: Its route distinguisher.
        targets: All of its route targets.
        wide_targets: Those beside its `rd`, which apply to all of its families.
        carried_ipv4: Whether it had an IPv4 table.
    """

    rd: str | None = None
    targets: tuple[Target, ...] = ()
    wide_targets: tuple[Target, ...] = _absent_where_empty((), "wide")
    carried_ipv4: bool = Field(True, alias="ipv4", exclude_if=bool)


class InterfaceHistory(History):
    """An interface.

    Attributes:
        vrf: The line of its VRF.
        address: The line of its primary address.
        bfd: The line of its BFD timers.
        removed_bfd: The line of the BFD timers that the stack has removed.
        secondary: The secondary addresses that became the primary one, each with the lines that stood before it.
    """

    vrf: str | None = None
    address: str | None = None
    bfd: str | None = None
    removed_bfd: str | None = _absent_where_empty(None, "formerly_bfd")
    secondary: dict[str, list[str]] = _absent_where_empty({})


class PrefixListHistory(History):
    """A prefix list with its entries."""

    entries: list[str] = Field([])


class BgpProcessHistory(History):
    """The BGP process with the line of its router id."""

    router_id: str | None = None


class BgpVrfHistory(History):
    """A VRF's BGP family.

    Attributes:
        settings: The lines of its own settings.
        neighbors: The tails of the declared neighbors that existed, by address; a password by its fingerprint.
        inherited: The tails that those inherited, which become their own.
        removed_neighbors: The texts of the neighbors that the stack has removed: a reload before that was saved brings
            them back.
        removed_settings: The optional settings that the stack has removed from neighbors that it kept, by address.
    """

    settings: Settings = Field({}, alias="own")
    neighbors: dict[str, list[str]] = Field({})
    inherited: dict[str, list[str]] = _absent_where_empty({})
    removed_neighbors: dict[str, str] = _absent_where_empty({}, "formerly")
    removed_settings: dict[str, Settings] = _absent_where_empty({}, "formerly_said")
