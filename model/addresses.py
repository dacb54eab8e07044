"""Types of addresses, prefixes and hosts. The YAML writes them as text; a number is not an address."""

import re
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from model.base import Expected
from model.names import rule

_PARTS = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_LONGEST = 253  # of a DNS name (RFC 1123)


def _require_text(value: object) -> object:
    """Refuse numbers and booleans: `IPv4Address` reads 65002 as 0.0.253.234, and true as 0.0.0.1."""
    if not isinstance(value, str | IPv4Address | IPv4Interface | IPv4Network):
        raise PydanticCustomError("string_type", "Input should be text")
    return value


def is_host(text: str) -> bool:
    """Whether a text is a host: an IPv4 address, an IPv6 address with or without brackets, or a DNS name."""
    if text.startswith("[") or ":" in text:
        return _is_ipv6(text.removeprefix("[").removesuffix("]") if text[0] + text[-1] == "[]" else text)
    name = text.removesuffix(".")
    parts = name.split(".")
    if parts[-1].isdigit():
        return is_ipv4(text)
    return text.isascii() and len(name) <= _LONGEST and all(_PARTS.fullmatch(part) for part in parts)


def is_ipv4(text: str) -> bool:
    """Whether a text is an IPv4 address."""
    try:
        return bool(IPv4Address(text))
    except ValueError:
        return False


def _is_ipv6(text: str) -> bool:
    address, percent, scope = text.partition("%")
    try:
        return bool(IPv6Address(address)) and bool(re.fullmatch("[A-Za-z0-9._-]+", scope) or not percent)
    except ValueError:
        return False


Address = Annotated[
    IPv4Address,
    BeforeValidator(_require_text),
    Field(description="IPv4 address"),
    Expected("an IPv4 address, such as 10.0.0.254"),
]
InterfaceAddress = Annotated[
    IPv4Interface,
    BeforeValidator(_require_text),
    Field(description="IPv4 address and prefix length, such as 10.0.0.254/24"),
    Expected("an IPv4 address and its prefix length, such as 10.0.0.254/24"),
]
Prefix = Annotated[
    IPv4Network,
    BeforeValidator(_require_text),
    Field(description="IPv4 prefix without host bits, such as 10.100.0.0/24"),
    Expected("an IPv4 prefix without host bits, such as 10.100.0.0/24"),
]
Host = Annotated[
    str,
    Field(min_length=1),
    rule(is_host, "is not a host"),
    Expected("a DNS name or an IP address, without user, port or prefix length"),
]
