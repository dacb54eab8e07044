"""Address arithmetic."""

from ipaddress import IPv4Interface, IPv4Network


def bits_of(mask: str) -> int | None:
    """Return a subnet mask's length; None for a mask that is not contiguous."""
    value = sum(int(octet) << shift for octet, shift in zip(mask.split("."), (24, 16, 8, 0), strict=True))
    inverted = value ^ 0xFFFFFFFF
    return 32 - inverted.bit_length() if inverted & (inverted + 1) == 0 else None


def mask_of(bits: int) -> str:
    """Return `255.255.255.0` for 24."""
    return str(IPv4Network(f"0.0.0.0/{bits}").netmask)


def network_of(address: str, mask: str) -> IPv4Network:
    """Return the subnet of an interface address."""
    return IPv4Interface(f"{address}/{mask}").network


def address_key(address: str) -> tuple[int, ...]:
    """Return a sort key that orders addresses numerically."""
    return tuple(int(octet) for octet in address.split("."))
