"""Durations, and the lookup of addresses and prefixes."""

from ipaddress import IPv4Network

from emulator.config.addresses import bits_of
from emulator.grammar.match import Args


def age(seconds: int) -> str:
    """Return `00:00:12`, `1d21h`, `2w3d`, `1y10w`, as in the Up/Down and route-age columns."""
    hours, days = seconds // 3600, seconds // 86400
    if hours < 24:
        return f"{hours:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if days < 7:
        return f"{days}d{hours % 24:02d}h"
    if days < 365:
        return f"{days // 7}w{days % 7}d"
    return f"{days // 365}y{days % 365 // 7}w"


WANTED = ("<prefix:prefix>", "<wanted:ip>", "<wanted:ip> <mask:mask>")
"""The argument that selects an entry: its prefix, or an address that it covers."""


def wanted(args: Args) -> tuple[IPv4Network, bool] | None:
    """Return the argument's network, and whether it is a prefix; None for an invalid mask."""
    if "prefix" in args:
        return IPv4Network(args["prefix"], strict=False), True
    if "mask" not in args:
        return IPv4Network(args["wanted"]), False
    bits = bits_of(args["mask"])
    return None if bits is None else (IPv4Network(f"{args['wanted']}/{bits}", strict=False), True)


def covering(known: set[str], selected: IPv4Network, exactly: bool) -> str | None:
    """Return the selected entry: the exact prefix, or the longest one that covers the address."""
    if exactly:
        return str(selected) if str(selected) in known else None
    fitting = [network for network in map(IPv4Network, known) if selected.subnet_of(network)]
    return str(max(fitting, key=lambda network: network.prefixlen)) if fitting else None


def classful(network: IPv4Network) -> IPv4Network:
    """Return the class A, B or C network of a network; a larger one is returned as it is."""
    first = int(network.network_address) >> 24
    bits = 8 if first < 128 else 16 if first < 192 else 24
    return network if network.prefixlen <= bits else network.supernet(new_prefix=bits)


def community(word: str) -> str:
    """Return `65000:7` as one number, IOS's form without `ip bgp-community new-format`; other words unchanged."""
    high, colon, low = word.partition(":")
    return str(int(high) << 16 | int(low)) if colon and high.isdigit() and low.isdigit() else word
