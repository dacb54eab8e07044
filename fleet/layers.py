"""A stack's values from the layers of a fleet file, and the place in the file that a value comes from.

From the lowest to the highest: `vrfDefaults` below each VRF, `routerDefaults` and `routers.NAME` below each router that
the stack names, `defaults`, the stack's own.
Mappings are merged key by key; any other value, lists included, replaces the one below it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from errors import Problem
from model.fleet_file import FleetFile


def merged(below: Any, above: Any) -> Any:
    """A value above another one."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    return {**below, **{key: merged(below[key], value) if key in below else value for key, value in above.items()}}


def values_of(file: FleetFile, stack: str) -> dict[str, Any]:
    """The values of a stack that the file describes, by the top-level keys of a stack."""
    values: dict[str, Any] = merged(file.defaults, file.stacks[stack])
    routers = {name: _router(file, name, own) for name, own in _mapping(values, "routers").items()}
    return {**values, "routers": routers} if routers else values


def _router(file: FleetFile, name: str, own: Any) -> Any:
    router = merged(merged(file.router_defaults, file.routers.get(name, {})), {} if own is None else own)
    vrfs = {vrf: merged(file.vrf_defaults, each) for vrf, each in _mapping(router, "vrfs").items()}
    return {**router, "vrfs": vrfs} if vrfs else router


def moved(problem: Problem, file: FleetFile, stack: str) -> Problem:
    """A problem of a stack's values with the places in the fleet file."""
    places = {path: place(path, file, stack) for path in problem.path.split(", ")}
    found = problem.found
    for path, there in places.items():
        found = found.replace(f"{path} is ", f"{there} is ")
    return replace(problem, path=", ".join(dict.fromkeys(places.values())), found=found)


def place(path: str, file: FleetFile, stack: str) -> str:
    """Where in the fleet file a stack's value is: in the highest layer that has it, else among the stack's own."""
    found = (f"{layer}.{rest}".rstrip(".") for layer, values, rest in _layers(path, file, stack) if _has(values, rest))
    return next(found, f"stacks.{stack}.{path}")


def _layers(path: str, file: FleetFile, stack: str) -> Iterator[tuple[str, Any, str]]:
    """Each layer from the highest on: its name, its values, and the path within it."""
    yield f"stacks.{stack}", file.stacks[stack], path
    yield "defaults", file.defaults, path
    if not path.startswith("routers."):
        return
    routers = _mapping(values_of(file, stack), "routers")
    for name, rest in _splits(routers, path.removeprefix("routers.")):
        yield f"routers.{name}", file.routers.get(name), rest
        if rest:
            yield "routerDefaults", file.router_defaults, rest
        for _, of_vrf in _splits(_mapping(routers[name], "vrfs"), rest.removeprefix("vrfs.")):
            if of_vrf:
                yield "vrfDefaults", file.vrf_defaults, of_vrf


def _mapping(values: Any, key: str) -> Mapping[str, Any]:
    """The mapping at a key; none where there is another value."""
    found = values.get(key) if isinstance(values, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _has(values: Any, path: str) -> bool:
    """Whether there is a value at a path; keys may have dots in them."""
    if isinstance(values, Mapping):
        return not path or any(_has(values[key], rest) for key, rest in _splits(values, path))
    if isinstance(values, list) and path.startswith("["):
        index, _, rest = path[1:].partition("]")
        return index.isdigit() and int(index) < len(values) and _has(values[int(index)], rest.removeprefix("."))
    return values is not None and not path


def _splits(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Each key that a path may begin with, and the rest of the path."""
    for key in values:
        if path.startswith(str(key)) and (rest := path[len(str(key)) :])[:1] in ("", ".", "["):
            yield key, rest.removeprefix(".")


def secrets_in(value: Any, path: str) -> Iterator[str]:
    """The paths of encrypted values."""
    if isinstance(value, Mapping):
        if value.keys() == {"secure"}:
            yield path
        for key, each in value.items():
            yield from secrets_in(each, f"{path}.{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from secrets_in(each, f"{path}[{index}]")
