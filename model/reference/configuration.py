"""docs/configuration.md: the type, default and meaning of every key."""

import json
import re

from model.reference.schema import FORMATS, PROJECT, Json, schema

_HEAD = f"""# Configuration

Every key of a stack's file, `Pulumi.<stack>.yaml`, generated from the model.
The keys of the first table stand below `config:` with the project before them (`{PROJECT}:routers`);
the others stand below the key that names their table.
Keys are camelCase, and one that does not exist is an error.
Numbers are whole, addresses IPv4.

`Pulumi.dev.yaml` is a complete example.
Its first line names the JSON Schema `docs/schema/stack.json`, with which an editor completes keys,
shows their meaning and marks invalid values; `make preflight STACK=…` runs all [checks](checks.md).
A router's password is a secret of its own: `pulumi config set --secret routerPassword`.

The file is YAML 1.2 for preflight, verification and the engine alike: an unquoted `64620:20`, `yes` or `on` is text.
An unquoted text that Pulumi's own reader reads differently (a date such as `2024-01-01`, `0777`, `0b11`,
`1_000`) is refused: it needs quotes, or plain decimal digits.
A duplicate key, a tag other than `!!str`, an anchor that contains itself and more than 64 levels are refused
as well; anchors, aliases and `<<` are followed.
`true` and `false` may also be written `yes`, `no`, `on` and `off`.
Addresses are text, never numbers.

`make docs` writes this page, the list of checks and the schema anew.
"""
_FORMS = {"ipv4": "address", "ipv4interface": "address/length", "ipv4network": "prefix"}
_LIMITS = {"minimum": "from", "maximum": "to"}


def page() -> str:
    """The page's text."""
    whole = schema()
    config = whole["properties"]["config"]
    stack = {
        "description": "One environment: its routers, the cluster, and the sessions between them.",
        "properties": {key.removeprefix(f"{PROJECT}:"): entry for key, entry in config["properties"].items()},
        "required": [key.removeprefix(f"{PROJECT}:") for key in config["required"]],
    }
    sections = {"config": stack} | _in_order(stack, whole["$defs"])
    return "\n".join([_HEAD, *(_section(name, entry) for name, entry in sections.items())])


def _in_order(entry: Json, definitions: Json) -> Json:
    """The definitions that a table's keys refer to, in the order of the first reference."""
    found: Json = {}
    for name in re.findall(r"#/\$defs/(\w+)", json.dumps(entry["properties"])):
        found |= {name: definitions[name]} | _in_order(definitions[name], definitions)
    return found


def _section(name: str, entry: Json) -> str:
    rows = [_row(key, value, key in entry.get("required", ())) for key, value in entry["properties"].items()]
    head = ["| key | type | default | meaning |", "|---|---|---|---|"]
    return "\n".join([f"## {name}", "", entry["description"], "", *head, *rows, ""])


def _row(key: str, entry: Json, needed: bool) -> str:
    default = "**needed**" if needed else _default(entry)
    return f"| `{key}` | {_type(entry)} | {default} | {entry['description']} |"


def _default(entry: Json) -> str:
    value = entry.get("default")
    if value in (None, {}, []):
        return ""
    return f"`{value}`" if isinstance(value, str) else f"`{json.dumps(value)}`"


def _type(entry: Json) -> str:
    """A key's type as text for the table."""
    if "$ref" in entry:
        name = entry["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in entry:
        return " or ".join(_type(kind) for kind in entry["anyOf"] if kind != {"type": "null"})
    if "enum" in entry:
        return " or ".join(f"`{value}`" for value in entry["enum"])
    if entry.get("type") == "array":
        return f"list of {_type(entry['items'])}"
    if entry.get("type") == "object":
        values = [*entry.get("patternProperties", {}).values(), entry.get("additionalProperties")][0]
        return f"map to {_type(values)}" if isinstance(values, dict) else "map"
    if form := next((word for name, word in _FORMS.items() if FORMATS[name] == entry.get("pattern")), None):
        return form
    limits = [f"{word} {entry[limit]}" for limit, word in _LIMITS.items() if limit in entry]
    return " ".join([str(entry.get("type", "anything")), *limits])
