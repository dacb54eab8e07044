"""A node's entry in a stack's file, with `drained: true` or without it; comments and the order are kept."""

from typing import Any

import yaml

from errors import CoexistError

_KEY = "drained"
_PLACE = ("config", "bgp-coexist:cluster", "nodes")


def with_drained(text: str, node: str) -> str:
    """The file's text with the node drained.

    Raises:
        CoexistError: The entry cannot be changed without another one, such as an alias.
    """
    if _is_drained(text, node):
        return text
    text = without_drained(text, node)
    entry = _entry(text, node)
    start, end = entry.start_mark.index, entry.end_mark.index
    if isinstance(entry, yaml.ScalarNode):
        changed = f"{text[:start]}{{address: {text[start:end]}, {_KEY}: true}}{text[end:]}"
    elif entry.flow_style:
        changed = f"{text[: end - 1].rstrip()}, {_KEY}: true}}{text[end:]}"
    else:
        indent = " " * entry.start_mark.column
        changed = f"{text[:start]}{_KEY}: true\n{indent}{text[start:]}"
    return _checked(text, changed, node, is_drained=True)


def without_drained(text: str, node: str) -> str:
    """The file's text with the node not drained; an entry with nothing but its address is that address again.

    Raises:
        CoexistError: As of `with_drained`.
    """
    entry = _entry(text, node)
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
    names = [key.value for key, _ in pairs]
    if _KEY not in names:
        return text
    if set(names) == {"address", _KEY} and entry.flow_style:
        address = pairs[names.index("address")][1]
        begin, over = entry.start_mark.index, entry.end_mark.index
        changed = text[:begin] + text[address.start_mark.index : address.end_mark.index] + text[over:]
    else:
        changed = _without(text, pairs, names.index(_KEY))
    return _checked(text, changed, node, is_drained=False)


def _without(text: str, pairs: list[tuple[Any, Any]], index: int) -> str:
    """The text without one pair of a mapping, and without what separates it from the next or the one before."""
    key, value = pairs[index]
    if index + 1 < len(pairs):
        return text[: key.start_mark.index] + text[pairs[index + 1][0].start_mark.index :]
    begin = pairs[index - 1][1].end_mark.index if index else key.start_mark.index
    return text[:begin] + text[value.end_mark.index :]


def _entry(text: str, node: str) -> Any:
    """The node's entry as PyYAML composes it."""
    found: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for name in (*_PLACE, node):
        pairs = found.value if isinstance(found, yaml.MappingNode) else []
        found = next((value for key, value in pairs if key.value == name), None)
    if not isinstance(found, yaml.ScalarNode | yaml.MappingNode) or found.value == []:
        raise _by_hand(node)
    return found


def _is_drained(text: str, node: str) -> bool:
    entry = _entry(text, node)
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
    return any(key.value == _KEY and value.value == "true" for key, value in pairs)


def _checked(text: str, changed: str, node: str, is_drained: bool) -> str:
    """The changed text, where it says the same as before of everything but this node."""
    wanted = yaml.safe_load(text)
    nodes = wanted["config"]["bgp-coexist:cluster"]["nodes"]
    entry = nodes[node] if isinstance(nodes[node], dict) else {"address": nodes[node]}
    rest = {key: value for key, value in entry.items() if key != _KEY}
    nodes[node] = rest | ({_KEY: True} if is_drained else {})
    try:
        found = yaml.safe_load(changed)
        if found["config"]["bgp-coexist:cluster"]["nodes"][node] == rest.get("address"):
            nodes[node] = rest["address"]
    except (yaml.YAMLError, LookupError, TypeError):
        found = None
    if found != wanted:
        raise _by_hand(node)
    return changed


def _by_hand(node: str) -> CoexistError:
    return CoexistError(
        f"cluster.nodes.{node}: its entry is not written once and in one place, such as where an alias names it",
        f"write `{_KEY}: true` there beside the address, or take it away, and repeat this",
    )
