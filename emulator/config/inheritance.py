"""Effective attributes of a BGP neighbor: its own, else its peer group's or its templates'."""

from emulator.config.bgp import Bgp, Family, Neighbor, Template
from emulator.config.neighbor import BY_NAME, MEMBERSHIP, Level

Attributes = dict[str, str]


def effective(bgp: Bgp, family: Family, name: str) -> Attributes:
    """Return every effective attribute of a neighbor or a group in one family.

    Args:
        bgp: The process.
        family: A VRF's family, a global one, or the process if it has the IPv4 policy.
        name: An address, or a peer group's name.

    Returns:
        The attributes as printed for a neighbor; `remote-as` is missing if it is neither configured nor inherited.
            A group is activated if it has a policy attribute, or if neighbors are active by default.
    """
    session = bgp.owner(family).peers(name).get(name, Neighbor(name))
    policy = family.peers(name).get(name, Neighbor(name))
    own = _level(session.attributes, Level.SESSION) | _level(policy.attributes, Level.POLICY)
    if name in bgp.owner(family).groups:
        return _activation(bgp, family, name) | own
    inherited: Attributes = {}
    if session.group:
        inherited = effective(bgp, family, session.group)
    elif session.session_template:
        inherited = template_attributes(bgp.session_templates, session.session_template)
    if policy.policy_template:
        inherited |= template_attributes(bgp.policy_templates, policy.policy_template)
    return {key: text for key, text in inherited.items() if key not in ("activate", "peer-group")} | own


def template_attributes(templates: dict[str, Template], name: str, seen: tuple[str, ...] = ()) -> Attributes:
    """Return a template's attributes over its parents'; a higher sequence number overrides a lower one."""
    template = templates.get(name)
    if template is None or name in seen:
        return {}
    found: Attributes = {}
    for sequence in sorted(template.parents):
        found |= template_attributes(templates, template.parents[sequence], (*seen, name))
    return found | template.attributes


def inherited_as(bgp: Bgp, owner: Family, neighbor: Neighbor) -> str | None:
    """Return the `remote-as` line that a neighbor inherits from its group or template."""
    if neighbor.group:
        group = owner.groups.get(neighbor.group)
        return group.attributes.get("remote-as") if group else None
    if neighbor.session_template:
        return template_attributes(bgp.session_templates, neighbor.session_template).get("remote-as")
    return None


def _level(attributes: Attributes, level: Level) -> Attributes:
    return {key: text for key, text in attributes.items() if BY_NAME[key].level is level}


def _activation(bgp: Bgp, family: Family, name: str) -> Attributes:
    policy = family.groups.get(name)
    has_policy = policy is not None and set(policy.attributes) - MEMBERSHIP
    by_itself = bool(family.vrf) or (family is bgp.ipv4_home() and bgp.default_ipv4)
    return {"activate": "activate"} if has_policy or by_itself else {}
