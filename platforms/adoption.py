"""What of a configured router a stack can describe, and the Protocol of its reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Interface
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from platforms.object_type import ObjectType
from platforms.running import Running


@dataclass(frozen=True)
class SharedSettings:
    """The settings that the neighbors of one VRF share; the password is its placeholder."""

    ebgp_multihop: int | None = None
    update_source: str | None = None
    prefix_list_out: str | None = None
    timers: tuple[int, int] | None = None
    password: str | None = None


@dataclass(frozen=True)
class FoundVrf:
    """A VRF that a stack can describe, with its interfaces and its BGP family.

    Attributes:
        name: Its name.
        rd: Its route distinguisher.
        export_targets: The route targets that it exports, by number.
        import_targets: The route targets that it imports, by number.
        interfaces: Its interfaces with an address, in the router's order.
        router_id: The BGP router id of its family.
        redistribute: The sources redistributed into its BGP family.
        maximum_paths: How many next hops a prefix may have.
        settings: What most of its external neighbors share; a neighbor that differs is not among `neighbors`.
        neighbors: Those neighbors' AS numbers by address.
        prefix_list_in: The inbound prefix list that all of them have; None where they have none, or different ones.
        remarks: Why other neighbors are not among them, a sentence each.
        router_keys: The keys of the stack's router that follow from how this VRF is written.
    """

    name: str
    rd: str
    export_targets: tuple[str, ...]
    import_targets: tuple[str, ...]
    interfaces: dict[str, IPv4Interface]
    router_id: str | None = None
    redistribute: tuple[str, ...] = ()
    maximum_paths: int | None = None
    settings: SharedSettings = field(default_factory=SharedSettings)
    neighbors: dict[str, int] = field(default_factory=dict)
    prefix_list_in: str | None = None
    remarks: tuple[str, ...] = ()
    router_keys: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A router's BGP process, its VRFs, its interfaces outside them, and the prefix lists that its neighbors name.

    Attributes:
        unlike: The error for two VRFs whose `router_keys` differ, and its hint.
    """

    hostname: str
    asn: int
    router_id: str | None
    vrfs: dict[str, FoundVrf]
    interfaces: dict[str, IPv4Interface]
    prefix_lists: dict[str, list[str]]
    unlike: tuple[str, str]


def most_alike(neighbors: Iterable[tuple[str, SharedSettings, int]]) -> tuple[SharedSettings, dict[str, int]]:
    """The largest group of external neighbors with the same settings; of two equal ones the first."""
    groups: dict[SharedSettings, dict[str, int]] = {}
    for address, settings, asn in neighbors:
        groups.setdefault(settings, {})[address] = asn
    return max(groups.items(), key=lambda group: len(group[1]), default=(SharedSettings(), {}))


def common_list(names: Iterable[str | None]) -> str | None:
    """The prefix list that all neighbors have; None where one has none, or another one."""
    found = set(names)
    return found.pop() if len(found) == 1 else None


def lists_of(vrfs: Iterable[FoundVrf]) -> list[str]:
    """The names of the prefix lists that the VRFs' neighbors have."""
    return sorted({name for vrf in vrfs for name in (vrf.settings.prefix_list_out, vrf.prefix_list_in) if name})


def fits(form: TypeAdapter[Any], text: str) -> bool:
    """Whether a text is of a type of the model."""
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True


# An object with its type.
Typed = tuple[ObjectType[Any, Any], Any]


class Adoption(Protocol):
    """Reads a configured router.

    Attributes:
        router: The platform's name in messages: `IOS-XE`.
        command: The command whose output a file may contain.
    """

    router: str
    command: str

    def is_configuration(self, running: Running) -> bool:
        """Whether a text is the running configuration of such a router."""

    def found(self, running: Running, where: str) -> Found:
        """Everything that a stack can describe; messages call the router `where`.

        Raises:
            RouterError: BGP does not run there.
        """

    def inherited(self, wanted: Typed, running: Running) -> Iterable[str]:
        """Which settings of the object come from configuration that the stack does not own, a sentence each."""

    def left_over(self, objects: Sequence[Typed], running: Running) -> list[str]:
        """The lines that stay foreign after the stack takes over these objects."""
