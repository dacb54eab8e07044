"""The base class of all configuration values: strict keys, frozen, camelCase in YAML and snake_case in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Value(BaseModel):
    """A frozen configuration value; an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    def plain(self) -> dict[str, Any]:
        """The value as JSON types under its Python names, for a Pulumi property map; unset fields are left out."""
        return self.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True)
class Expected:
    """Metadata of a type: a description of its values for `expected` in error messages."""

    text: str


@dataclass(frozen=True)
class Chosen:
    """Metadata of a union of two classes: a value is validated as one of them only, which no error's path shows.

    Attributes:
        key: The key whose value chooses.
        other: Its value for the second class; the first is the one without the key.
        class_of: The class of a value.
    """

    key: str
    other: str
    class_of: Callable[[Any], type[BaseModel]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The union's schema, with the choice before it."""

        def validated(value: Any, _: Any) -> Any:
            return value if isinstance(value, BaseModel) else self.class_of(value).model_validate(value)

        return core_schema.no_info_wrap_validator_function(validated, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The choice as JSON Schema has it, so that an editor marks the key in question."""
        first, second = handler(schema)["anyOf"]
        is_second = {"properties": {self.key: {"const": self.other}}, "required": [self.key]}
        return {"if": is_second, "then": second, "else": first}


@dataclass(frozen=True)
class Short:
    """Metadata of a class: the YAML may have the value of one of its fields in place of the mapping.

    Attributes:
        field: The field, which is the only required one.
        type: Its type.
    """

    field: str
    type: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The class's schema; an error in the short form has the path of the whole."""
        adapter: TypeAdapter[Any] = TypeAdapter(self.type)

        def validated(value: Any, inner: Callable[[Any], Any]) -> Any:
            is_whole = isinstance(value, Mapping | BaseModel)
            return inner(value if is_whole else {self.field: adapter.validate_python(value)})

        return core_schema.no_info_wrap_validator_function(validated, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The choice as JSON Schema has it, so that an editor marks the key in question."""
        short = TypeAdapter(self.type).json_schema()
        return {"if": {"type": "object"}, "then": handler(schema), "else": short}


def whole(value: object) -> object:
    """The value, a whole float as an int: Pulumi passes every number as a float."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(value: object) -> object:
    """A number as `whole` returns it; booleans and texts are refused, where pydantic would convert them."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return whole(value)


def _switch(value: object) -> object:
    """A boolean, or one of its YAML 1.1 names, which YAML 1.2 and Pulumi read as text; numbers are refused."""
    if isinstance(value, str) and value.lower() in _SWITCHES:
        return _SWITCHES[value.lower()]
    if not isinstance(value, bool):
        raise PydanticCustomError("bool_type", "Input should be true or false")
    return value


def is_off(value: object) -> bool:
    """Whether a value of the YAML, which need not be valid, is false or one of its names."""
    return _SWITCHES.get(str(value).lower()) is False


_SWITCHES = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}

Whole = BeforeValidator(_number)
Switch = Annotated[bool, BeforeValidator(_switch)]
Asn = Annotated[
    int,
    Whole,
    Field(ge=1, le=4294967295, strict=True, description="AS number, 1 to 4294967295 (RFC 6793)"),
    Expected("an AS number, a whole number from 1 to 4294967295"),
]
Port = Annotated[int, Whole, Field(ge=1, le=65535, description="TCP port"), Expected("a TCP port, 1 to 65535")]
