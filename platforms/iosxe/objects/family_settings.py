"""The settings of a VRF's BGP family itself, apart from its neighbors: router id, `redistribute`, multipath."""

import re
from collections.abc import Mapping

from model.tables import DEFAULT_TABLE
from platforms.iosxe.objects.address_family import Family, family_line
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.plan_builder import PlanBuilder
from platforms.three_way import three_way

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


def owned_settings(family: Family, values: BgpVrfValues, before: BgpVrfHistory | None) -> Settings:
    """The running settings that are declared, and those added since `before`."""
    found = settings_found(family)
    owned = three_way(before.settings if before else None, (), declared_settings(values), settings_here(family, values))
    return {name: line for name, line in found.items() if name in owned}


def settings_here(family: Family, values: BgpVrfValues) -> Settings:
    """The running settings of which an added one is drift; none in the default table, which others use as well."""
    return {} if values.vrf == DEFAULT_TABLE else settings_found(family)


def foreign_lines(family: Family, values: BgpVrfValues, before: BgpVrfHistory | None) -> list[str]:
    """The family's own lines that are not the stack's: `network`, `aggregate-address`, listen ranges and the like."""
    owned = owned_settings(family, values, before).values()
    return [line for line in family.own if line not in owned]


def declared_settings(values: BgpVrfValues) -> dict[str, str | None]:
    """The declared settings; None for one path, which is the router's default and not printed."""
    settings: dict[str, str | None] = {
        f"redistribute {source}": f"redistribute {source}" for source in values.redistribute
    }
    if values.router_id:
        settings["router-id"] = f"bgp router-id {values.router_id}"
    if paths := values.maximum_paths:
        settings["maximum-paths"] = f"maximum-paths {paths}" if paths > 1 else None
    return settings


def settings_text(values: BgpVrfValues, settings: Mapping[str, str | None]) -> str:
    """The family without its neighbors, as the router prints it."""
    head = [f"router bgp {values.asn}"]
    if values.vrf != DEFAULT_TABLE:
        head.append(f" {family_line(values.vrf)}")
    indent = " " * len(head)
    return "\n".join(head + [f"{indent}{settings[name]}" for name in _OWN if settings.get(name)])


def _without(line: str) -> str:
    """The line that removes a setting; `no redistribute connected route-map X` would only remove the route map."""
    return f"no {line.partition(_ROUTE_MAP)[0].partition(' metric ')[0]}" if _ROUTE_MAP in line else f"no {line}"


def change_settings(builder: PlanBuilder, family: Family, becomes: Mapping[str, str | None]) -> None:
    """Set or remove the settings that differ, of those in `becomes`."""
    mode, running = builder.mode, settings_found(family)
    for name in _OWN:
        old, new = running.get(name), becomes.get(name)
        if name not in becomes or old == new:
            continue
        # Options of `redistribute` outlive a new line without them.
        if old and (not new or name.startswith("redistribute")):
            builder.do(_without(old), mode, "not wanted", [old])
        if old and new and _ROUTE_MAP in old:
            builder.notes.append(f"{mode[-1]}: '{old}' is replaced by '{new}', without its route map")
        if new:
            back = old if old and not name.startswith("redistribute") else f"no {new}"
            builder.do(new, mode, f"was '{old}'" if old else "missing", [back])
