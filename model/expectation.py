"""The expected form of a value in the stack's file, from the types of the model."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from model.base import Chosen, Expected

Location = tuple[int | str, ...]


def expectation(model: type[BaseModel], location: Location, values: Any) -> tuple[Location, str]:
    """The place in the YAML for a location of pydantic's, and the `Expected` text of its type, "" without one.

    A location may end in `[key]` for the key itself, or in the name of a branch of a union. The values are the YAML's:
    they choose a class where there are several.
    """
    annotation: Any = model
    metadata: tuple[Any, ...] = ()
    for index, part in enumerate(location):
        is_key = location[index + 1 : index + 2] == ("[key]",)
        below = _below(_chosen(annotation, values_at(values, location[:index])), part, is_key)
        if below is None:  # a branch of a union: pydantic's name for it, and no place in the YAML
            return location[:index], next(_texts(annotation, metadata), "")
        annotation, metadata = below
        if is_key:
            break
    return location, next(_texts(annotation, metadata), "")


def values_at(values: Any, location: Location) -> Any:
    """The YAML's value at a location; where that does not exist, the innermost value that does."""
    for part in location:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return values
    return values


def _chosen(annotation: Any, value: Any) -> Any:
    """The class of the value where the type is a choice between several."""
    choices = (each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, Chosen))
    return next((each.class_of(value) for each in choices), annotation)


def _texts(annotation: Any, metadata: tuple[Any, ...]) -> Iterator[str]:
    """The `Expected` texts of a type: its own, then those of a union's members."""
    yield from (item.text for item in metadata if isinstance(item, Expected))
    if get_origin(annotation) is Annotated:
        yield from _texts(annotation.__origin__, annotation.__metadata__)
    elif get_origin(annotation) in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _texts(member, ())


def _below(annotation: Any, part: int | str, is_key: bool) -> tuple[Any, tuple[Any, ...]] | None:
    """The type at a key or an index within a type, with its metadata; None: there is no such key."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _below(arguments[0], part, is_key)
    if origin in (Union, types.UnionType):
        found = (_below(member, part, is_key) for member in arguments)
        return next((found_type for found_type in found if found_type), None)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = (field for name, field in annotation.model_fields.items() if part in (field.alias, name))
        return next(((field.annotation, tuple(field.metadata)) for field in fields), None)
    if origin is dict and isinstance(part, str):
        return arguments[0 if is_key else 1], ()
    if origin in (tuple, frozenset) and isinstance(part, int):
        return arguments[0], ()
    return None
