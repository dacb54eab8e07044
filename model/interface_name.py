"""The type of IOS's long interface names, with the numbers that IOS accepts."""

from typing import Annotated

from pydantic import Field

from model.base import Expected
from model.names import rule

_PORTS = "GigabitEthernet|TenGigabitEthernet|FastEthernet|Ethernet"
_ONE_NUMBER = "Loopback|Port-channel|Vlan|Tunnel"
# The lowest and the highest number; the pattern limits those of other interfaces.
_RANGES = {"Vlan": (1, 4094), "Loopback": (0, 2147483647), "Tunnel": (0, 2147483647), "Port-channel": (1, 4096)}


def _is_numbered(text: str) -> bool:
    """Whether IOS accepts the number of the interface and of the subinterface."""
    name, _, below = text.partition(".")
    if below and int(below) > 4294967295:
        return False
    kind = name.rstrip("0123456789")
    least, most = _RANGES.get(kind, (0, 0))
    return kind not in _RANGES or least <= int(name.removeprefix(kind)) <= most


InterfaceName = Annotated[
    str,
    Field(
        pattern=rf"^(({_PORTS})(0|[1-9][0-9]{{0,2}})(/(0|[1-9][0-9]{{0,2}})){{0,3}}|({_ONE_NUMBER})(0|[1-9][0-9]{{0,9}}))"
        r"(\.[1-9][0-9]{0,9})?$",
        description="IOS's long interface name, such as GigabitEthernet2 or Loopback0",
    ),
    rule(_is_numbered, "has a number that IOS does not accept"),
    Expected("IOS's long name of an interface, such as GigabitEthernet2 or Loopback0; Vlan1 to Vlan4094"),
]
