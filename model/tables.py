"""A router's tables: its VRFs by name, and the one outside every VRF, which is called `default`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

# FRR's own name of the table outside every VRF; IOS says global.
DEFAULT_TABLE = "default"
_DISTINGUISHER = "rd"


@dataclass(frozen=True)
class Tables:
    """Metadata of a map of VRFs: each needs a route distinguisher, the default table has none."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The map's schema; a missing distinguisher has the path of its VRF."""
        return core_schema.no_info_before_validator_function(_with_distinguishers, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The map's schema, in which every key but `default` needs a distinguisher."""
        vrf = {"required": [_DISTINGUISHER]}
        return {**handler(schema), "allOf": [{"properties": {DEFAULT_TABLE: True}, "additionalProperties": vrf}]}


def without_distinguisher(schema: dict[str, Any]) -> None:
    """Take the distinguisher from the keys that a table needs: only the map knows which of them is a VRF."""
    schema["required"] = [key for key in schema["required"] if key != _DISTINGUISHER]


def table_name(vrf: str | None) -> str:
    """A table as messages name it; None is the global one, which the stack has no neighbors in."""
    if vrf is None:
        return "the global table"
    return "the default table" if vrf == DEFAULT_TABLE else f"VRF {vrf}"


def _with_distinguishers(tables: object) -> object:
    """The tables, the default one with no distinguisher, and a VRF without the key where its value is null."""
    if not isinstance(tables, Mapping):
        return tables
    return {name: _table(name, table) if isinstance(table, Mapping) else table for name, table in tables.items()}


def _table(name: object, table: Mapping[Any, Any]) -> dict[Any, Any]:
    if name == DEFAULT_TABLE:
        return {_DISTINGUISHER: None, **table}
    return {key: value for key, value in table.items() if key != _DISTINGUISHER or value is not None}
