"""Types of route distinguishers, route targets and communities."""

import re
from typing import Annotated

from pydantic import Field

from model.addresses import is_ipv4
from model.base import Expected
from model.names import rule

_NUMBER = "(0|[1-9][0-9]{0,9})"
_OCTETS = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"
_TOO_LARGE = (
    "does not fit into six octets: the number is at most 65535 after an address or an AS above 65535, else 4294967295"
)
_TWO_OCTETS, _FOUR_OCTETS = 2**16 - 1, 2**32 - 1


def fits_six_octets(text: str) -> bool:
    """Whether a distinguisher or target is of type 0, 1 or 2: 2 and 4, 4 (an address) and 2, or 4 and 2 octets.

    Source: RFC 4364, section 4.2; RFC 4360; RFC 5668.
    """
    administrator, _, number = text.partition(":")
    if "." in administrator:
        return is_ipv4(administrator) and int(number) <= _TWO_OCTETS
    if int(administrator) <= _TWO_OCTETS:
        return int(number) <= _FOUR_OCTETS
    return int(administrator) <= _FOUR_OCTETS and int(number) <= _TWO_OCTETS


def _fits_its_octets(text: str) -> bool:
    most = _FOUR_OCTETS if text.startswith("large:") else _TWO_OCTETS
    return all(int(part) <= most for part in re.findall("[0-9]+", text))


RouteTarget = Annotated[
    str,
    Field(pattern=rf"^({_NUMBER}|{_OCTETS}):{_NUMBER}$", description="ASN:number or address:number (RFC 4360)"),
    rule(fits_six_octets, _TOO_LARGE),
    Expected("a route target, ASN:number or address:number, such as 65000:1"),
]
RouteDistinguisher = Annotated[
    str,
    Field(pattern=rf"^({_NUMBER}|{_OCTETS}):{_NUMBER}$", description="ASN:number or address:number (RFC 4364)"),
    rule(fits_six_octets, _TOO_LARGE),
    Expected("a route distinguisher, ASN:number or address:number, such as 65000:1"),
]
Community = Annotated[
    str,
    Field(
        pattern=rf"^([0-9]{{1,5}}:[0-9]{{1,5}}|large:{_NUMBER}:{_NUMBER}:{_NUMBER})$",
        description="A community, 65535:65281, or a large one, large:65000:1:2 (RFC 1997, RFC 8092)",
    ),
    rule(_fits_its_octets, "has a number above 65535, or above 4294967295 in a large community"),
    Expected("a community, 65535:65281, or a large one, large:65000:1:2"),
]
