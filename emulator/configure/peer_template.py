"""`template peer-session NAME`, `template peer-policy NAME`, and the neighbors that inherit from them.

Source: Cisco's feature guide on BGP peer templates for the rules of inheritance, and public notes for the prompts.
No recording of the refusals is known; their texts are invented.
"""

from typing import cast

from emulator.config.bgp import Bgp, Family, Neighbor, Template
from emulator.config.inheritance import inherited_as, template_attributes
from emulator.config.neighbor import ATTRIBUTES, BY_NAME, MEMBERSHIP, Attribute, Level
from emulator.configure.attribute_text import attribute_text
from emulator.configure.bgp import process
from emulator.configure.context import Action, Context
from emulator.configure.peer_group import GROUP_AND_TEMPLATE, NOT_HERE
from emulator.configure.peers import FIRST, new_neighbor, remove_neighbor
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

MODES = {"session": "config-router-stmp", "policy": "config-router-ptmp"}
MOST_PARENTS = 7
TOO_MANY = f"% A peer-policy template can inherit from at most {MOST_PARENTS} templates"


def _no_template(kind: str, name: str) -> str:
    return f"% Peer-{kind} template {name} does not exist"


def _templates(bgp: Bgp, kind: str) -> dict[str, Template]:
    return bgp.session_templates if kind == "session" else bgp.policy_templates


def template(kind: str) -> Action:
    """Return the action that creates or enters a template; `no` removes it and the inheritance from it."""

    def action(context: Context, args: Args) -> str:
        bgp, name = process(context), args["name"]
        if context.current.mode in MODES.values():
            context.leave()
        if args.negated:
            return _remove(bgp, kind, name)
        context.enter(MODES[kind], _templates(bgp, kind).setdefault(name, Template(name)))
        return ""

    return action


def _remove(bgp: Bgp, kind: str, name: str) -> str:
    """Remove a template and the inheritance from it; a neighbor without another AS is removed."""
    if _templates(bgp, kind).pop(name, None) is None:
        return _no_template(kind, name)
    for other in _templates(bgp, kind).values():
        other.parents = {number: parent for number, parent in other.parents.items() if parent != name}
    for family in (bgp.process, *bgp.families.values()):
        for neighbor in family.neighbors.values():
            if neighbor.attributes.get(f"inherit peer-{kind}", "").endswith(f" {name}"):
                del neighbor.attributes[f"inherit peer-{kind}"]
    _drop_without_as(bgp)
    return ""


def _drop_without_as(bgp: Bgp) -> None:
    """Remove neighbors that no longer have an AS."""
    for owner in (bgp.process, *(family for family in bgp.families.values() if family.vrf)):
        for neighbor in list(owner.neighbors.values()):
            if "remote-as" not in neighbor.attributes and inherited_as(bgp, owner, neighbor) is None:
                remove_neighbor(bgp, owner, neighbor.address)


def inherit_session(context: Context, args: Args) -> str:
    """`neighbor ADDRESS inherit peer-session NAME`: a template with a remote AS creates the neighbor."""
    here, bgp = cast(Family, context.current.target), process(context)
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    neighbor = here.neighbors.get(args["address"])
    if args.negated:
        return _end_session(bgp, neighbor)
    name = args["template"]
    if name not in bgp.session_templates:
        return _no_template("session", name)
    if neighbor and neighbor.group:
        return GROUP_AND_TEMPLATE
    own = neighbor.attributes if neighbor else {}
    if "remote-as" not in own | template_attributes(bgp.session_templates, name):
        return FIRST
    neighbor = neighbor or new_neighbor(bgp, here, args["address"])
    neighbor.attributes["inherit peer-session"] = f"inherit peer-session {name}"
    return ""


def _end_session(bgp: Bgp, neighbor: Neighbor | None) -> str:
    if neighbor is None:
        return FIRST
    neighbor.attributes.pop("inherit peer-session", None)
    _drop_without_as(bgp)
    return ""


def inherit_policy(context: Context, args: Args) -> str:
    """`neighbor ADDRESS inherit peer-policy NAME` in the current family."""
    here, bgp = cast(Family, context.current.target), process(context)
    session = bgp.owner(here).neighbors.get(args["address"])
    if session is None:
        return FIRST
    home = bgp.ipv4_home() if here.kind == "process" else here
    policy = home.neighbors.setdefault(args["address"], Neighbor(args["address"]))
    if args.negated:
        policy.attributes.pop("inherit peer-policy", None)
        return ""
    if args["template"] not in bgp.policy_templates:
        return _no_template("policy", args["template"])
    if session.group:
        return GROUP_AND_TEMPLATE
    policy.attributes["inherit peer-policy"] = f"inherit peer-policy {args['template']}"
    return ""


def _attribute(attribute: Attribute) -> Action:
    def action(context: Context, args: Args) -> str:
        attributes = cast(Template, context.current.target).attributes
        if args.negated:
            attributes.pop(attribute.name, None)
            _drop_without_as(process(context))
        else:
            attributes[attribute.name] = attribute_text(attribute, args)
        return ""

    return action


def _parent(kind: str) -> Action:
    """`inherit peer-session NAME`, which replaces the previous one, or `inherit peer-policy NAME SEQUENCE`."""

    def action(context: Context, args: Args) -> str:
        here, templates = cast(Template, context.current.target), _templates(process(context), kind)
        number = int(args.get("sequence") or 0)
        if args.negated:
            here.parents.pop(number, None)
            _drop_without_as(process(context))
            return ""
        name = args["name"]
        if name not in templates and not context.loading:
            return _no_template(kind, name)
        if name == here.name or here.name in _ancestors(templates, name):
            return f"% Template {here.name} cannot inherit from itself"
        if number not in here.parents and len(here.parents) == MOST_PARENTS:
            return TOO_MANY
        here.parents[number] = name
        _drop_without_as(process(context))
        return ""

    return action


def _ancestors(templates: dict[str, Template], name: str) -> set[str]:
    found: set[str] = set()
    for parent in templates[name].parents.values() if name in templates else ():
        found |= {parent} | _ancestors(templates, parent)
    return found


def leave(context: Context, args: Args) -> str:
    """`exit-peer-session`, `exit-peer-policy`."""
    context.leave()
    return ""


TEMPLATES: list[Command[Action]] = [
    Command("template peer-session <name>", template("session"), "="),
    Command("template peer-policy <name>", template("policy"), "="),
]


def _table(kind: str, level: Level) -> list[Command[Action]]:
    excluded = MEMBERSHIP - {"remote-as"} | {"activate"}
    rows = [row for row in ATTRIBUTES if row.level is level and row.name not in excluded]
    found: list[Command[Action]] = [Command(row.pattern, _attribute(row), row.no) for row in rows]
    return [*found, Command(f"exit-peer-{kind}", leave), *TEMPLATES]


SESSION: list[Command[Action]] = [
    *_table("session", Level.SESSION),
    Command("inherit peer-session <name>", _parent("session"), "inherit peer-session [<name>]"),
]
POLICY: list[Command[Action]] = [
    *_table("policy", Level.POLICY),
    Command("maximum-prefix <n:1-2147483647> [<threshold:1-100>] warning-only", _attribute(BY_NAME["maximum-prefix"])),
    Command("inherit peer-policy <name> <sequence:1-65535>", _parent("policy"), "="),
]
