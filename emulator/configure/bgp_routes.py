"""Routes that a BGP family originates and uses: `network`, `aggregate-address`, `redistribute`, `maximum-paths`."""

from ipaddress import IPv4Network

from emulator.config.addresses import bits_of, mask_of
from emulator.configure.bgp import family_of
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

BAD_MASK = "% Invalid network mask"


def redistribute(context: Context, args: Args) -> str:
    """Redistribute connected or static routes."""
    family, source = family_of(context), args["source"]
    if args.negated:
        family.redistribute.pop(source, None)
    else:
        metric = f" metric {args['n']}" if "n" in args else ""
        policy = f" route-map {args['map']}" if "map" in args else ""
        family.redistribute[source] = f"redistribute {source}{metric}{policy}"
    return ""


def aggregate(context: Context, args: Args) -> str:
    """Aggregate the prefixes within one; options are stored in IOS's order."""
    bits = bits_of(args["netmask"])
    if bits is None:
        return BAD_MASK
    prefix = IPv4Network(f"{args['prefix']}/{bits}", strict=False)
    aggregates = family_of(context).aggregates
    if args.negated:
        aggregates.pop(str(prefix), None)
        return ""
    words = [f"aggregate-address {prefix.network_address} {prefix.netmask}"]
    words += [word for word in ("as-set", "summary-only") if word in args]
    words += [f"{word} {args[word.split('-')[0]]}" for word in _MAPS if word.split("-")[0] in args]
    aggregates[str(prefix)] = " ".join(words)
    return ""


_MAPS = ("advertise-map", "suppress-map", "attribute-map")


def network(context: Context, args: Args) -> str:
    """Announce a prefix of the routing table; a classful mask is not printed."""
    prefix, classful = args["prefix"], mask_of(_class_bits(args["prefix"]))
    mask = args.get("netmask") or classful
    family, key = family_of(context), f"{prefix}/{bits_of(mask)}"
    if args.negated:
        family.networks.pop(key, None)
    else:
        family.networks[key] = f"network {prefix}" + ("" if mask == classful else f" mask {mask}")
    return ""


def _class_bits(address: str) -> int:
    first = int(address.split(".")[0])
    return 8 if first < 128 else 16 if first < 192 else 24


def maximum_paths(context: Context, args: Args) -> str:
    """Set the number of equal paths; the default of one is not printed."""
    family = family_of(context)
    if args.negated or args["count"] == "1":
        family.lines.pop("maximum-paths", None)
    else:
        family.lines["maximum-paths"] = f"maximum-paths {args['count']}"
    return ""


ROUTES: list[Command[Action]] = [
    Command("redistribute {source:connected|static} [metric <n:0-4294967295>] [route-map <map>]", redistribute, "="),
    Command("network <prefix:ip> [mask <netmask:mask>]", network, "="),
    Command(
        "aggregate-address <prefix:ip> <netmask:mask> [as-set] [summary-only] [advertise-map <advertise>]"
        " [suppress-map <suppress>] [attribute-map <attribute>]",
        aggregate,
        "aggregate-address <prefix:ip> <netmask:mask> [<rest:line>]",
    ),
    Command("aggregate-address <prefix:ip> <netmask:mask> [summary-only [as-set]]", aggregate),
    Command("maximum-paths <count:1-32>", maximum_paths, "maximum-paths [<count:1-32>]"),
]
