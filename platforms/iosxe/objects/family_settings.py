"""The settings of a VRF's BGP family itself, apart from its neighbors: router id, `redistribute`, multipath."""

import re

from platforms.iosxe.objects.address_family import Family, family_line
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.plan_builder import Mode, PlanBuilder
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.object_type import Before

# What the stack may own of the family itself, in the order IOS prints it.
_OWN = {
    "router-id": re.compile(r"^bgp router-id "),
    "redistribute connected": re.compile(r"^redistribute connected\b"),
    "redistribute static": re.compile(r"^redistribute static\b"),
    "maximum-paths": re.compile(r"^maximum-paths \d+$"),
}

_ROUTE_MAP = " route-map "


def settings_found(family: Family) -> Settings:
    """The family's running settings, foreign ones too."""
    return {name: line for line in family.own for name, pattern in _OWN.items() if pattern.match(line)}


def owned_settings(family: Family, values: BgpVrfValues, before: Before) -> set[str]:
    """The names of the settings that are declared, and of those added since `before`."""
    added = set(settings_found(family)) - set(before.get("own", ())) if before is not None else set()
    return declared_settings(values) | added


def foreign_lines(family: Family, values: BgpVrfValues, before: Before) -> list[str]:
    """The family's own lines that are not the stack's: `network`, `aggregate-address`, listen ranges and the like."""
    ours = {line for name, line in settings_found(family).items() if name in owned_settings(family, values, before)}
    return [line for line in family.own if line not in ours]


def declared_settings(values: BgpVrfValues) -> set[str]:
    """The names of the declared settings."""
    single = {"router-id": values.router_id, "maximum-paths": values.maximum_paths}
    return {name for name, value in single.items() if value} | {
        f"redistribute {source}" for source in values.redistribute
    }


def wanted_settings(values: BgpVrfValues) -> Settings:
    """The wanted settings."""
    texts = {
        "router-id": values.router_id and f"bgp router-id {values.router_id}",
        **{f"redistribute {source}": f"redistribute {source}" for source in sorted(values.redistribute)},
        # One path is the router's default, which it does not print.
        "maximum-paths": values.maximum_paths and values.maximum_paths > 1 and f"maximum-paths {values.maximum_paths}",
    }
    return {name: text for name, text in texts.items() if text}


def settings_text(values: BgpVrfValues, own: Settings) -> str:
    """The family without its neighbors, as the router prints it."""
    head = [f"router bgp {values.asn}", f" {family_line(values.vrf)}"]
    return "\n".join(head + [f"  {own[name]}" for name in _OWN if name in own])


def _without(line: str) -> str:
    """The line that removes a setting; `no redistribute connected route-map X` would only remove the route map."""
    return f"no {line.partition(_ROUTE_MAP)[0].partition(' metric ')[0]}" if _ROUTE_MAP in line else f"no {line}"


def change_settings(builder: PlanBuilder, mode: Mode, family: Family, wanted: Settings, owned: set[str]) -> None:
    """Set or remove the owned settings that differ."""
    running = settings_found(family)
    for name in _OWN:
        old, new = running.get(name), wanted.get(name)
        if name not in owned or old == new:
            continue
        # Options of `redistribute` outlive a new line without them.
        if old and (not new or name.startswith("redistribute")):
            builder.do(_without(old), mode, "not wanted", [old])
        if old and new and _ROUTE_MAP in old:
            builder.notes.append(f"{mode[-1]}: '{old}' is replaced by '{new}', without its route map")
        if new:
            back = old if old and not name.startswith("redistribute") else f"no {new}"
            builder.do(new, mode, f"was '{old}'" if old else "missing", [back])
