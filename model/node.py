"""A node in `cluster.nodes`: its address, or a mapping with the address and the ranges of its pods."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from model.addresses import Address, Prefix
from model.base import Expected, Value

_RANGES = "a list of IPv4 prefixes without host bits, such as [192.168.1.0/24]"


class Node(Value):
    """A node whose pods have ranges of their own."""

    address: Address = Field(description="The address of the node's BGP sessions")
    pod_ranges: Annotated[tuple[Prefix, ...], Expected(_RANGES)] = Field(
        min_length=1,
        description="The ranges of this node's pods, within `podCidr`: all that the router accepts of pods from it "
        "with `accept: expected`",
    )


class _ByForm:
    """Metadata of `NodeEntry`: a mapping is validated as a `Node`, anything else as an address."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The union's schema, with the choice before it."""

        def validated(value: Any, _: Any) -> Any:
            if isinstance(value, Mapping | Node):
                return Node.model_validate(value)
            return _ADDRESS.validate_python(value)

        return core_schema.no_info_wrap_validator_function(validated, handler(source))


_ADDRESS: TypeAdapter[Any] = TypeAdapter(Address)
NodeEntry = Annotated[Address | Node, _ByForm()]
