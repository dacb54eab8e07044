"""A stack's values from the layers of a fleet file, and the place in the file that a value comes from.

From the lowest to the highest: `routerDefaults` and `routers.NAME` below each router that the stack names, `defaults`,
the stack's own. Mappings are merged key by key; any other value, lists included, replaces the one below it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from errors import Problem
from fleet.file import FleetFile


def merged(below: Any, above: Any) -> Any:
    """A value above another one."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    return {**below, **{key: merged(below[key], value) if key in below else value for key, value in above.items()}}


def values_of(file: FleetFile, stack: str) -> dict[str, Any]:
    """The values of a stack that the file describes, by the top-level keys of a stack."""
    values: dict[str, Any] = merged(file.defaults, file.stacks[stack])
    routers = values.get("routers")
    if not isinstance(routers, Mapping):
        return values
    return {**values, "routers": {name: _router(file, name, own) for name, own in routers.items()}}


def _router(file: FleetFile, name: str, own: Any) -> Any:
    return merged(merged(file.router_defaults, file.routers.get(name, {})), {} if own is None else own)


def placed(problem: Problem, file: FleetFile, stack: str) -> dict[str, str]:
    """A problem's `path` and `found` with places in the fleet file in place of those in the stack's values."""
    places = {path: _place(path, file, stack) for path in problem.path.split(", ")}
    found = problem.found
    for path, place in places.items():
        found = found.replace(f"{path} is ", f"{place} is ")
    return {"path": ", ".join(places.values()), "found": found}


def _place(path: str, file: FleetFile, stack: str) -> str:
    """The place of the highest layer that has a value there; the stack's own where none has."""
    layers: list[tuple[str, Any, str]] = [
        (f"stacks.{stack}", file.stacks[stack], path),
        ("defaults", file.defaults, path),
    ]
    for name in file.routers:
        if path == f"routers.{name}" or path.startswith(f"routers.{name}."):
            layers.append(
                (f"routers.{name}", file.routers[name], path.removeprefix(f"routers.{name}").removeprefix("."))
            )
    if path.startswith("routers.") and path.count(".") > 1:
        layers.append(("routerDefaults", file.router_defaults, path.split(".", 2)[2]))
    found = (f"{layer}.{rest}".rstrip(".") for layer, values, rest in layers if _has(values, rest))
    return next(found, f"stacks.{stack}.{path}")


def _has(values: Any, path: str) -> bool:
    """Whether there is a value at a path; keys may have dots in them."""
    if not path:
        return True
    if isinstance(values, Mapping):
        return any(_has(values[key], rest) for key, rest in _splits(values, path))
    if isinstance(values, list) and path.startswith("["):
        index, _, rest = path[1:].partition("]")
        return index.isdigit() and int(index) < len(values) and _has(values[int(index)], rest.removeprefix("."))
    return False


def _splits(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Each key that a path may begin with, and the rest of the path."""
    for key in values:
        if path.startswith(str(key)) and (rest := path[len(str(key)) :])[:1] in ("", ".", "["):
            yield key, rest.removeprefix(".")
