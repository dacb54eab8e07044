"""The ground every configuration value stands on: strict keys, frozen, camelCase in YAML and snake_case in Python."""

from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Value(BaseModel):
    """A frozen configuration value; a key it does not know is an error, never ignored."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    def plain(self) -> dict[str, Any]:
        """The value as JSON types under its Python names, fit for a Pulumi property map; unset fields left out."""
        return self.model_dump(mode="json", exclude_none=True)


def whole(value: object) -> object:
    """Pulumi hands every number over as a float: 65000.0 is 65000, anything else stays as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(whole)

Asn = Annotated[
    int, Whole, Field(ge=1, le=4294967295, strict=True, description="AS number, 1 to 4294967295 (RFC 6793)")
]
Port = Annotated[int, Whole, Field(ge=1, le=65535, description="TCP port")]
RouteTarget = Annotated[
    str,
    Field(
        pattern=r"^(\d{1,10}|\d{1,3}(\.\d{1,3}){3}):\d{1,10}$", description="ASN:number or address:number (RFC 4360)"
    ),
]
IosName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,31}$", description="A name IOS takes as one word, at most 32 characters"
    ),
]
KubernetesName = Annotated[
    str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", description="A DNS label (RFC 1123)")
]
Address = Annotated[IPv4Address, Field(description="IPv4 address")]
InterfaceAddress = Annotated[IPv4Interface, Field(description="IPv4 address and prefix length, such as 10.0.0.254/24")]
Prefix = Annotated[IPv4Network, Field(description="IPv4 prefix without host bits, such as 10.100.0.0/24")]
