"""The configuration modes: the name is the prompt's suffix, the table has the commands."""

from functools import cache

from emulator.configure import (
    bgp,
    bgp_routes,
    inert_lines,
    interface,
    listen,
    neighbor,
    peer_template,
    policy,
    static,
    system,
    vrf,
)
from emulator.configure.context import Action, Context
from emulator.configure.vocabulary import VOCABULARY
from emulator.grammar.match import Args
from emulator.grammar.tree import Command, Node, compiled


def leave(context: Context, args: Args) -> str:
    """`exit`: leave the mode; in the global mode, leave configuration."""
    context.leave()
    return ""


EXIT: list[Command[Action]] = [Command("exit", leave)]
TABLES: dict[str, list[Command[Action]]] = {
    "config": [
        *system.GLOBAL,
        *vrf.GLOBAL,
        *interface.GLOBAL,
        *bgp.GLOBAL,
        *policy.GLOBAL,
        *static.GLOBAL,
        *inert_lines.GLOBAL,
    ],
    "config-vrf": vrf.VRF,
    "config-vrf-af": vrf.VRF_FAMILY,
    "config-if": interface.INTERFACE,
    "config-subif": interface.SUBINTERFACE,
    "config-router": [*bgp.ROUTER, *bgp_routes.ROUTES, *listen.LISTEN, *neighbor.NEIGHBOR, *peer_template.TEMPLATES],
    "config-router-af": [*bgp.FAMILY, *bgp_routes.ROUTES, *listen.LISTEN, *neighbor.NEIGHBOR],
    "config-router-stmp": peer_template.SESSION,
    "config-router-ptmp": peer_template.POLICY,
    "config-archive": system.ARCHIVE,
    "config-archive-log-cfg": system.ARCHIVE_LOG,
    "config-route-map": policy.ROUTE_MAP,
    "config-line": inert_lines.LINE,
}


@cache
def tree(mode: str) -> Node[Action]:
    """Return a mode's compiled table."""
    return compiled([*TABLES[mode], *EXIT], VOCABULARY.get(mode, "") + "\nend do")
