"""`python -m package.schema` writes the package's schema, from the JSON Schema of a stack's file; a test compares."""

import json
from pathlib import Path
from typing import Any

from model.reference.schema import schema
from package.network import KEYS, PACKAGE

FILE = Path(__file__).with_name("schema.json")
VERSION = "0.1.0"
Json = dict[str, Any]

_ABOUT = {
    "Router": "The router with the component's name: VRFs, interfaces, prefix lists, BGP and its neighbors.",
    "CalicoBgp": "Calico's side: the nodes' AS, pools, filters, route reflectors, and a peer for each router.",
    "MetalLb": "MetalLB: its release, pools, advertisements, and a peer for each router.",
}
_OUTPUTS = {
    "Router": {"version": {"type": "string", "description": "What the router says of its software"}},
    "MetalLb": {"namespace": {"type": "string", "description": "MetalLB's namespace"}},
}


def package_schema() -> Json:
    """The package with its three components, which have the same argument: the whole network."""
    model = schema()
    config = model["properties"]["config"]
    network = {
        "description": "The network, with the keys of docs/configuration.md that describe it",
        "properties": {key: config["properties"][f"{PACKAGE}:{key}"] for key in KEYS},
        "required": [key for key in KEYS if f"{PACKAGE}:{key}" in config["required"]],
    }
    types = {"Network": network, **model["$defs"]}
    inputs = {"network": {"$ref": f"#/types/{_token('Network')}", "plain": True, "description": network["description"]}}
    return {
        "name": PACKAGE,
        "version": VERSION,
        "description": "Routers, Calico's BGP and MetalLB that peer with each other, as components",
        "license": "Apache-2.0",
        "types": {_token(name): _type(entry) for name, entry in types.items()},
        "resources": {
            _token(name): {
                "isComponent": True,
                "description": about,
                "inputProperties": inputs,
                "requiredInputs": ["network"],
                "properties": _OUTPUTS.get(name, {}),
                "required": list(_OUTPUTS.get(name, {})),
            }
            for name, about in _ABOUT.items()
        },
        "language": {"python": {"respectSchemaVersion": True}},
    }


def text() -> str:
    """The schema as it is in the file."""
    return FILE.read_text()


def _token(name: str) -> str:
    return f"{PACKAGE}:components:{name}"


def _type(entry: Json) -> Json:
    properties = {key: _property(value) for key, value in entry["properties"].items()}
    about = {"description": entry["description"]} if "description" in entry else {}
    return {"type": "object", **about, "properties": properties, "required": entry.get("required", [])}


def _property(entry: Json) -> Json:
    about = {"description": entry["description"]} if "description" in entry else {}
    return {**_shape(entry), **about}


def _shape(entry: Json) -> Json:
    """What Pulumi's schema can say of a value; limits and patterns are left to the program's own checks."""
    if "$ref" in entry:
        return {"$ref": f"#/types/{_token(entry['$ref'].rpartition('/')[2])}"}
    if "if" in entry:
        return _one_of([entry["then"], entry["else"]])
    if "anyOf" in entry:
        return _one_of([each for each in entry["anyOf"] if each != {"type": "null"}])
    values = [*entry.get("patternProperties", {}).values(), entry.get("additionalProperties")]
    if isinstance(values[0], dict):
        return _map(values[0])
    if entry.get("type") == "array":
        return {"type": "array", "items": _shape(entry["items"])}
    return {"type": entry["type"]} if entry.get("type") in _SCALARS else {"$ref": "pulumi.json#/Any"}


_SCALARS = ("string", "integer", "number", "boolean")


def _map(values: Json) -> Json:
    return {"type": "object", "additionalProperties": _shape(values)}


def _one_of(entries: list[Json]) -> Json:
    return _shape(entries[0]) if len(entries) == 1 else {"oneOf": [_shape(each) for each in entries]}


if __name__ == "__main__":
    FILE.write_text(json.dumps(package_schema(), indent=2) + "\n")
