"""The JSON Schema of a fleet file: parts of a stack, of which none must be whole."""

from typing import Any

from model.fleet_file import FleetFile
from model.reference.schema import Json, standard
from model.stack import Stack

# What a whole has and a part need not have.
_OF_A_WHOLE = frozenset({"required", "minProperties", "minItems", "if", "then", "else", "default"})


def fleet_schema() -> Json:
    """The schema."""
    model = standard(FleetFile.model_json_schema(by_alias=True))
    stack = standard(Stack.model_json_schema(by_alias=True))
    parts = {name: _part(entry) for name, entry in stack["$defs"].items()}
    part = {"type": "object", "properties": _part(stack["properties"]), "additionalProperties": False}
    router = _part(stack["properties"]["routers"])["additionalProperties"]
    properties = model["properties"]
    properties["defaults"] = {**properties["defaults"], **part}
    properties["routerDefaults"] = {**properties["routerDefaults"], **router}
    vrfs = [{"$ref": f"#/$defs/{name}"} for name in ("IosXeVrf", "FrrVrf")]
    properties["vrfDefaults"] = {**properties["vrfDefaults"], "anyOf": vrfs}
    properties["routers"] = {**properties["routers"], "additionalProperties": router}
    properties["stacks"] = _stacks(properties["stacks"], part)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A fleet of bgp-coexist",
        **{key: value for key, value in model.items() if key not in ("$defs", "description")},
        "$defs": {**model.get("$defs", {}), **parts},
    }


def _stacks(entry: Json, part: Json) -> Json:
    """The stacks: each a part of a stack, or nothing."""
    names = next(iter(entry["patternProperties"]))
    return {**entry, "patternProperties": {names: {"anyOf": [part, {"type": "null"}]}}}


def _part(entry: Any) -> Any:
    """An entry of which any key may be elsewhere; a choice between two forms allows both."""
    if isinstance(entry, list):
        return [_part(each) for each in entry]
    if not isinstance(entry, dict):
        return entry
    kept = {key: _part(value) for key, value in entry.items() if key not in _OF_A_WHOLE}
    choices = [_part(entry[key]) for key in ("then", "else") if isinstance(entry.get(key), dict) and "if" in entry]
    whole = [each for each in choices if each]
    return {**kept, "anyOf": whole} if whole else kept
