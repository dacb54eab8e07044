"""A resource's properties: the object they describe, its inputs, and what a provider adds to them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from platforms.object_type import ObjectType, texts_of

Props = dict[str, Any]

# What a create or update adds to the inputs, where a provider remembers what was there before.
OUTPUTS = ("before", "changed_at")
# Properties that belong to the resource and not to the object on the router.
_OURS = frozenset({"router", "reach", "adopt", "lines", *OUTPUTS})


def inputs_of(props: Props) -> Props:
    """The inputs among a resource's properties: Pulumi's own and the outputs left out."""
    return {key: value for key, value in props.items() if not key.startswith("__") and key not in OUTPUTS}


def neighbors_of(props: Mapping[str, Any]) -> list[Any]:
    """A family's neighbors, without their addresses where they are a map by address; an old state has a list."""
    neighbors = props.get("neighbors") or ()
    return list(neighbors.values() if isinstance(neighbors, Mapping) else neighbors)


def now() -> str:
    """This moment in UTC, to the millisecond, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def history_of(object_type: ObjectType[Any, Any], props: Props) -> Any:
    """What the router had of the object before the stack; None where the state does not have it."""
    before = props.get("before")
    return None if before is None else object_type.history.model_validate(before)


def values_of(object_type: ObjectType[Any, Any], props: Props) -> Any:
    """The object that a resource's properties describe."""
    mine = {key: value for key, value in props.items() if key not in _OURS and not key.startswith("__")}
    return object_type.values.model_validate(mine)


def whole_object(object_type: ObjectType[Any, Any], tree: Any, props: Props) -> str:
    """All that runs of an object, with the lines of others in it, as one text that is no configuration line."""
    values = values_of(object_type, props)
    lines = object_type.running(tree, values, history_of(object_type, props))
    own = None if lines is None else sorted(texts_of(lines).items())
    return repr([own, sorted(object_type.foreign(tree, values))])
