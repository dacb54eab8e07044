"""The JSON Schema of a stack's file, for editors and validators."""

import re
from typing import Any

from model.stack import Stack

PROJECT = "bgp-coexist"
_ADDRESS = r"\d{1,3}(\.\d{1,3}){3}"
# What pydantic names but JSON Schema does not know as a format.
FORMATS = {
    "ipv4": rf"^{_ADDRESS}$",
    "ipv4interface": rf"^{_ADDRESS}/\d{{1,2}}$",
    "ipv4network": rf"^{_ADDRESS}(/\d{{1,2}})?$",
}
# Pydantic's own words, where a value is first made whole.
_WORDS = {"ge": "minimum", "le": "maximum"}
Json = dict[str, Any]


def schema() -> Json:
    """The schema: every key of the project with its meaning; other projects' and providers' keys are let pass."""
    model = _tidied(Stack.model_json_schema(by_alias=True))
    keys = {f"{PROJECT}:{name}": held for name, held in model["properties"].items()}
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


def _tidied(held: Any) -> Any:
    """The same in JSON Schema's own words, and strict where a map's keys have a form."""
    if isinstance(held, list):
        return [_tidied(part) for part in held]
    if not isinstance(held, dict):
        return held
    tidy = {_WORDS.get(key, key): _tidied(value) for key, value in held.items() if not _is_noise(key, value)}
    if pattern := FORMATS.get(str(tidy.get("format"))):
        del tidy["format"]
        tidy["pattern"] = pattern
    if "patternProperties" in tidy:
        tidy.setdefault("additionalProperties", False)
    return tidy


def _is_noise(key: str, value: Any) -> bool:
    """A title that only says the key again; a null that stands for leaving the key out."""
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
