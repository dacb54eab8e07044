"""The JSON Schema of a stack's file, for editors and validators."""

import re
from typing import Any

from model.stack import Stack

PROJECT = "bgp-coexist"
_ADDRESS = r"\d{1,3}(\.\d{1,3}){3}"
# Formats of pydantic that JSON Schema does not have.
FORMATS = {
    "ipv4": rf"^{_ADDRESS}$",
    "ipv4interface": rf"^{_ADDRESS}/\d{{1,2}}$",
    "ipv4network": rf"^{_ADDRESS}(/\d{{1,2}})?$",
}
# Pydantic's names of limits, where a validator runs before them.
_WORDS = {"ge": "minimum", "le": "maximum"}
Json = dict[str, Any]


def schema() -> Json:
    """The schema of the project's keys; keys of other projects and of providers are allowed."""
    model = standard(Stack.model_json_schema(by_alias=True))
    topology = f"{PROJECT}:topology"
    keys = {f"{PROJECT}:{name}": entry for name, entry in model["properties"].items()}
    secret = {
        "description": "A secret, such as a router's password: `pulumi config set --secret`",
        "type": "object",
        "properties": {"secure": {"type": "string"}},
        "required": ["secure"],
        "additionalProperties": False,
    }
    config = {
        "type": "object",
        "properties": keys,
        "required": [f"{PROJECT}:{name}" for name in model["required"]],
        # MetalLB is in every topology but one, which is not the default.
        "if": {"properties": {topology: {"const": "calico-only"}}, "required": [topology]},
        "else": {"required": [f"{PROJECT}:metallb"]},
        "patternProperties": {f"^(?!{re.escape(PROJECT)}:)": {}},
        "additionalProperties": secret,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A stack of bgp-coexist",
        "type": "object",
        "properties": {"config": config},
        "required": ["config"],
        "$defs": model["$defs"],
    }


def standard(entry: Any) -> Any:
    """An entry with JSON Schema's names, strict where a map's keys have a pattern."""
    if isinstance(entry, list):
        return [standard(part) for part in entry]
    if not isinstance(entry, dict):
        return entry
    made = {_WORDS.get(key, key): standard(value) for key, value in entry.items() if not _is_noise(key, value)}
    if pattern := FORMATS.get(str(made.get("format"))):
        del made["format"]
        made["pattern"] = pattern
    if "patternProperties" in made:
        made.setdefault("additionalProperties", False)
    return made


def _is_noise(key: str, value: Any) -> bool:
    """Whether an entry is a title, which repeats the key, or the default of an optional key: null or no entries."""
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, {}))
