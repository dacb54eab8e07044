"""The attributes of a BGP neighbor, as a table: their syntax and the order in which IOS prints them."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """Whether an attribute belongs to the TCP session or to one family's routes."""

    SESSION = "session"
    POLICY = "policy"


@dataclass(frozen=True)
class Attribute:
    """One attribute.

    Attributes:
        name: Its key.
        level: Session or policy.
        pattern: The syntax after `neighbor ADDRESS`.
        no: The syntax after `no neighbor ADDRESS`.
        text: The printed form, `{name}` for an argument; empty if a function produces it.
    """

    name: str
    level: Level
    pattern: str
    no: str
    text: str


S, P = Level.SESSION, Level.POLICY
# In the order of the running configuration.
ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("remote-as", S, "remote-as <asn:asn>", "remote-as [<asn:asn>]", "remote-as {asn}"),
    Attribute("peer-group", S, "peer-group <group>", "peer-group [<group>]", "peer-group {group}"),
    Attribute(
        "inherit peer-session",
        S,
        "inherit peer-session <template>",
        "inherit peer-session [<template>]",
        "inherit peer-session {template}",
    ),
    Attribute(
        "local-as",
        S,
        "local-as <asn:asn> [no-prepend [replace-as [dual-as]]]",
        "local-as [<asn:asn> [no-prepend [replace-as [dual-as]]]]",
        "",
    ),
    Attribute("description", S, "description <text:line>", "description [<text:line>]", "description {text}"),
    Attribute("shutdown", S, "shutdown", "shutdown", "shutdown"),
    Attribute("ebgp-multihop", S, "ebgp-multihop [<hops:1-255>]", "ebgp-multihop [<hops:1-255>]", ""),
    Attribute(
        "ttl-security", S, "ttl-security hops <n:1-254>", "ttl-security [hops <n:1-254>]", "ttl-security hops {n}"
    ),
    Attribute(
        "update-source",
        S,
        "update-source <source:interface>",
        "update-source [<source:interface>]",
        "update-source {source}",
    ),
    Attribute("timers", S, "timers <keepalive:0-65535> <hold:0-65535>", "timers [<k:0-65535> [<h:0-65535>]]", ""),
    Attribute("ha-mode", S, "ha-mode graceful-restart [disable]", "ha-mode graceful-restart [disable]", ""),
    Attribute("password", S, "password [<kind:0-7>] <text:line>", "password [<text:line>]", ""),
    Attribute("fall-over bfd", S, "fall-over bfd", "fall-over [bfd]", "fall-over bfd"),
    Attribute("activate", P, "activate", "activate", "activate"),
    Attribute(
        "send-community",
        P,
        "send-community [{kind:both|extended|standard}]",
        "send-community [{kind:both|extended|standard}]",
        "",
    ),
    Attribute(
        "inherit peer-policy",
        P,
        "inherit peer-policy <template>",
        "inherit peer-policy [<template>]",
        "inherit peer-policy {template}",
    ),
    Attribute("next-hop-self", P, "next-hop-self", "next-hop-self", "next-hop-self"),
    Attribute("as-override", P, "as-override", "as-override", "as-override"),
    Attribute("allowas-in", P, "allowas-in [<n:1-10>]", "allowas-in [<n:1-10>]", ""),
    Attribute("default-originate", P, "default-originate", "default-originate", "default-originate"),
    Attribute(
        "soft-reconfiguration",
        P,
        "soft-reconfiguration inbound",
        "soft-reconfiguration inbound",
        "soft-reconfiguration inbound",
    ),
    Attribute("prefix-list in", P, "prefix-list <list> in", "prefix-list [<list>] in", "prefix-list {list} in"),
    Attribute("prefix-list out", P, "prefix-list <list> out", "prefix-list [<list>] out", "prefix-list {list} out"),
    Attribute("route-map in", P, "route-map <map> in", "route-map [<map>] in", "route-map {map} in"),
    Attribute("route-map out", P, "route-map <map> out", "route-map [<map>] out", "route-map {map} out"),
    Attribute(
        "maximum-prefix",
        P,
        "maximum-prefix <n:1-2147483647> [<threshold:1-100>] [restart <minutes:1-65535>]",
        "maximum-prefix [<rest:line>]",
        "",
    ),
)
BY_NAME = {attribute.name: attribute for attribute in ATTRIBUTES}
# Membership and inheritance have their own actions (configure/peer_group.py, configure/peer_template.py).
MEMBERSHIP = frozenset({"remote-as", "peer-group", "inherit peer-session", "inherit peer-policy"})
# The attributes that only a peer group can set for its members.
# Source: a course's public notes on peer groups; a member sets `default-originate` itself there.
OUTBOUND = frozenset({"send-community", "next-hop-self", "as-override", "prefix-list out", "route-map out"})
DEFAULT_LIMIT = 100
"""The limit of dynamic neighbors without `bgp listen limit`."""
