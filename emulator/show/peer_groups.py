"""`show … peer-group` and `show ip bgp template peer-session|peer-policy`."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network

from emulator.config.addresses import address_key
from emulator.config.bgp import Bgp, Family, Neighbor, Template
from emulator.config.inheritance import effective, template_attributes
from emulator.config.neighbor import ATTRIBUTES
from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.bgp_neighbors import policy_lines
from emulator.show.bgp_summary import NOT_ACTIVE


def group_lines(bgp: Bgp, family: Family, name: str) -> Iterator[str]:
    """Yield one peer group.

    Source: an output of IOS in public notes, and Cisco's feature guide on BGP dynamic neighbors for the ranges.
    """
    owner, attributes = bgp.owner(family), effective(bgp, family, name)
    where = f",  vrf {family.vrf}" if family.vrf else ""
    asn = attributes["remote-as"].split()[1] if "remote-as" in attributes else None
    yield f"BGP peer-group is {name}{where}" + (f",{' ' if where else ''} remote AS {asn}" if asn else "")
    if ranges := [prefix for prefix, group in owner.ranges.items() if group == name]:
        yield f"  BGP peergroup {name} listen range group members: "
        yield f"  {' '.join(ranges)} "
    yield "  BGP version 4"
    yield "  Default minimum time between advertisement runs is 0 seconds"
    yield ""
    yield f" For address family: {'VPNv4' if family.vrf else 'IPv4'} Unicast"
    link = "internal" if asn == str(bgp.asn) else "external"
    yield f"  BGP neighbor is {name}, peer-group {link}, members:"
    members = [address for address, member in owner.neighbors.items() if member.group == name]
    yield f"  {' '.join(sorted(members, key=address_key))} "
    yield "  Index 0, Offset 0, Mask 0x0"
    yield from policy_lines(Neighbor(name, attributes))
    yield "  Update messages formatted 0, replicated 0"
    yield "  Number of NLRIs in the update sent: max 0, min 0"
    yield ""


def listen_group(owner: Family, address: str) -> str | None:
    """Return the group of the longest listen range that contains the address."""
    fitting = [prefix for prefix in owner.ranges if IPv4Address(address) in IPv4Network(prefix)]
    return owner.ranges[max(fitting, key=lambda prefix: IPv4Network(prefix).prefixlen)] if fitting else None


def templates(console: Console, args: Args) -> str:
    """Print the session or policy templates, all or one of them."""
    bgp, kind = console.device.config.bgp, args["kind"]
    if not bgp:
        return NOT_ACTIVE
    known = bgp.session_templates if kind == "peer-session" else bgp.policy_templates
    numbered = enumerate(known.values(), start=1)
    chosen = [(number, template) for number, template in numbered if args.get("name") in (None, template.name)]
    return "\n".join(line for number, each in chosen for line in _TEMPLATES[kind](known, each, number))


def _session_template(known: dict[str, Template], template: Template, number: int) -> Iterator[str]:
    """Source: genieparser's samples; the bits of commands are not known, and ours are invented."""
    inherited = _inherited(known, template)
    yield f"Template:{template.name}, index:{number}"
    yield f"Local policies:{_bits(template.attributes)}, Inherited polices:{_bits(inherited)}"
    yield "Locally configured session commands:"
    yield from (f" {line}" for line in _commands(template.attributes))
    yield "Inherited session commands:"
    yield from (f" {line}" for line in _commands(inherited))
    yield ""


def _policy_template(known: dict[str, Template], template: Template, number: int) -> Iterator[str]:
    inherited = _inherited(known, template)
    yield f"Template:{template.name}, index:{number}."
    yield f"Local policies:{_bits(template.attributes)}, Inherited polices:{_bits(inherited)}"
    yield "Local disable policies:0x0, Inherited disable policies:0x0"
    yield "Locally configured policies:"
    yield from (f"  {line}" for line in _commands(template.attributes))
    yield "Inherited policies:"
    yield from (f"  {line}" for line in _commands(inherited))
    yield ""


_TEMPLATES = {"peer-session": _session_template, "peer-policy": _policy_template}


def _inherited(known: dict[str, Template], template: Template) -> dict[str, str]:
    """Return the attributes that a template inherits and does not set itself."""
    whole = template_attributes(known, template.name)
    return {name: text for name, text in whole.items() if name not in template.attributes}


def _commands(attributes: dict[str, str]) -> Sequence[str]:
    """Return the attributes in the order of the running configuration, without a password."""
    named = [attribute.name for attribute in ATTRIBUTES if attribute.name in attributes]
    return ["password is configured" if name == "password" else attributes[name] for name in named]


def _bits(attributes: dict[str, str]) -> str:
    names = [attribute.name for attribute in ATTRIBUTES]
    return f"0x{sum(1 << names.index(name) for name in attributes):X}"


USER: list[Command[ExecAction]] = [
    Command(f"show {place} template {{kind:peer-session|peer-policy}} [<name>]", templates)
    for place in ("ip bgp", "bgp")
]
