"""How IOS writes durations, addresses and prefixes that are asked for."""

from ipaddress import IPv4Network

from emulator.config.addresses import bits_of
from emulator.grammar.match import Args


def age(seconds: int) -> str:
    """`00:00:12`, `1d21h`, `2w3d`, `1y10w`, as in the Up/Down and route-age columns."""
    hours, days = seconds // 3600, seconds // 86400
    if hours < 24:
        return f"{hours:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if days < 7:
        return f"{days}d{hours % 24:02d}h"
    if days < 365:
        return f"{days // 7}w{days % 7}d"
    return f"{days // 365}y{days % 365 // 7}w"


WANTED = ("<prefix:prefix>", "<wanted:ip>", "<wanted:ip> <mask:mask>")
"""How an entry of a table is asked for: by its prefix, or by an address that it covers."""


def wanted(args: Args) -> tuple[IPv4Network, bool] | None:
    """What was asked for, and whether it is a prefix; None where the mask is none."""
    if "prefix" in args:
        return IPv4Network(args["prefix"], strict=False), True
    if "mask" not in args:
        return IPv4Network(args["wanted"]), False
    bits = bits_of(args["mask"])
    return None if bits is None else (IPv4Network(f"{args['wanted']}/{bits}", strict=False), True)


def covering(known: set[str], sought: IPv4Network, exactly: bool) -> str | None:
    """The entry that was asked for: the prefix itself, or the longest one that covers the address."""
    if exactly:
        return str(sought) if str(sought) in known else None
    fitting = [network for network in map(IPv4Network, known) if sought.subnet_of(network)]
    return str(max(fitting, key=lambda network: network.prefixlen)) if fitting else None


def classful(network: IPv4Network) -> IPv4Network:
    """The class A, B or C network that a network is part of; a larger one is its own."""
    first = int(network.network_address) >> 24
    bits = 8 if first < 128 else 16 if first < 192 else 24
    return network if network.prefixlen <= bits else network.supernet(new_prefix=bits)


def community(word: str) -> str:
    """`65000:7` as the one number that IOS shows without `ip bgp-community new-format`; other words as they are."""
    high, colon, low = word.partition(":")
    return str(int(high) << 16 | int(low)) if colon and high.isdigit() and low.isdigit() else word
