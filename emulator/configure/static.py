"""Static routes."""

from ipaddress import IPv4Network

from emulator.config.addresses import bits_of
from emulator.config.model import StaticRoute
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command


def static_route(context: Context, args: Args) -> str:
    """Add or remove a static route."""
    vrf, prefix, mask = args.get("vrf_name"), args["prefix"], args["netmask"]
    if vrf and vrf not in context.config.vrfs:
        return f"% IP  routing table {vrf} does not exist"
    if bits_of(mask) is None or str(IPv4Network(f"{prefix}/{mask}", strict=False).network_address) != prefix:
        return "%Inconsistent address and mask"
    wanted = StaticRoute(vrf, prefix, mask, _rest(args))
    if args.negated:
        return _remove(context, wanted)
    if wanted not in context.config.static_routes:
        context.config.static_routes.append(wanted)
    return ""


def remove_routes(context: Context, args: Args) -> str:
    """`no ip route` without a next hop: remove all routes of the prefix."""
    return static_route(context, Args(args.values, negated=True))


def _rest(args: Args) -> str:
    """Return the text after the mask."""
    words = [args[name] for name in ("way", "hop", "distance") if name in args]
    words += [f"{word} {args[name]}" for word, name in (("tag", "number"), ("name", "label")) if name in args]
    words += ["permanent"] if "permanent" in args else []
    words += [f"track {args['object']}"] if "object" in args else []
    return " ".join(words)


def _remove(context: Context, wanted: StaticRoute) -> str:
    routes = context.config.static_routes
    kept = [route for route in routes if not _named(route, wanted)]
    context.config.static_routes = kept
    return "%No matching route to delete" if len(kept) == len(routes) else ""


def _named(route: StaticRoute, wanted: StaticRoute) -> bool:
    same = (route.vrf, route.prefix, route.mask) == (wanted.vrf, wanted.prefix, wanted.mask)
    return same and f"{route.rest} ".startswith(f"{wanted.rest} ".lstrip())


_ROUTE = "ip route [vrf <vrf_name>] <prefix:ip> <netmask:mask>"
_LAST = "[<distance:1-255>] [tag <number:1-4294967295>] [name <label:word>] [permanent] [track <object:1-1000>]"
_ROUTES = (f"{_ROUTE} <hop:ip> {_LAST}", f"{_ROUTE} <way:way> [<hop:ip>] {_LAST}")
GLOBAL: list[Command[Action]] = [
    *(Command[Action](pattern, static_route, "=") for pattern in _ROUTES),
    Command(f"no {_ROUTE}", remove_routes),
]
