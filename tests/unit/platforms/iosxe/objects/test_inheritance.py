"""What counts for a neighbor, and where it comes from."""

from platforms.iosxe.objects.address_family import Family, family_node, family_of, process_node
from platforms.iosxe.objects.inheritance import Setting, groups, missing_from, ranges, settings_of, templates
from platforms.iosxe.objects.member import inheriting
from platforms.iosxe.tree import Node, parse

RUNNING = """\
router bgp 65000
 template peer-policy BASE
  prefix-list BASE out
  send-community both
 exit-peer-policy
 !
 template peer-policy EDGE
  prefix-list EDGE out
 exit-peer-policy
 !
 template peer-policy FILTERED
  allowas-in 2
  inherit peer-policy BASE 10
  inherit peer-policy EDGE 20
 exit-peer-policy
 !
 template peer-session SPINES
  remote-as 65030
  timers 3 9
 exit-peer-session
 !
 address-family ipv4 vrf k8s
  bgp listen range 10.0.9.0/24 peer-group NODES
  neighbor NODES peer-group
  neighbor NODES remote-as 65002
  neighbor NODES timers 5 15
  neighbor NODES prefix-list CUSTOMERS in
  neighbor NODES prefix-list NOTHING out
  neighbor 10.0.0.1 peer-group NODES
  neighbor 10.0.0.1 timers 10 30
  neighbor 10.0.0.1 activate
  neighbor 10.0.0.2 inherit peer-session SPINES
  neighbor 10.0.0.2 activate
  neighbor 10.0.0.2 inherit peer-policy FILTERED
  neighbor 10.0.0.3 remote-as 65009
  neighbor 10.0.0.3 peer-group LEAVES
  no neighbor 10.0.0.3 activate
 exit-address-family
"""


def found() -> tuple[Node, Family]:
    tree = parse(RUNNING)
    process, family = process_node(tree), family_node(tree, "k8s")
    assert process is not None
    assert family is not None
    return process, family_of(family)


def test_a_neighbors_own_lines_count_more_than_its_groups() -> None:
    process, family = found()
    nodes = "peer group 'NODES'"
    assert settings_of(process, family.neighbors, "10.0.0.1") == [
        Setting("timers 10 30"),
        Setting("activate"),
        Setting("remote-as 65002", nodes),
        Setting("prefix-list CUSTOMERS in", nodes),
        Setting("prefix-list NOTHING out", nodes),
    ]


def test_of_a_templates_parents_the_highest_sequence_number_counts_most() -> None:
    process, family = found()
    session, policy = "template peer-session 'SPINES'", "template peer-policy 'FILTERED'"
    assert settings_of(process, family.neighbors, "10.0.0.2") == [
        Setting("activate"),
        Setting("remote-as 65030", session),
        Setting("timers 3 9", session),
        Setting("allowas-in 2", policy),
        Setting("prefix-list EDGE out", policy),
        Setting("send-community both", policy),
    ]


def test_groups_ranges_and_templates_are_told_by_name() -> None:
    process, family = found()
    assert groups(family.neighbors) == ["NODES"]
    assert ranges(family.own) == {"10.0.9.0/24": "NODES"}
    assert list(templates(process, "peer-policy")) == ["BASE", "EDGE", "FILTERED"]
    assert templates(process, "peer-session") == {"SPINES": ["remote-as 65030", "timers 3 9"]}


def test_a_group_that_is_not_there_is_missing_and_gives_nothing() -> None:
    process, family = found()
    assert settings_of(process, family.neighbors, "10.0.0.3") == [Setting("remote-as 65009"), Setting("no activate")]
    assert missing_from(process, family.neighbors, family.neighbors["10.0.0.3"]) == ["peer group 'LEAVES'"]
    assert missing_from(process, family.neighbors, family.neighbors["10.0.0.2"]) == []


def test_a_template_that_inherits_from_itself_ends() -> None:
    process = parse("router bgp 1\n template peer-session A\n  timers 3 9\n  inherit peer-session A\n").children[0]
    assert settings_of(process, {"10.0.0.1": ["inherit peer-session A"]}, "10.0.0.1") == [
        Setting("timers 3 9", "template peer-session 'A'")
    ]


def test_who_inherits_is_named_with_what_it_inherits_from() -> None:
    lines = ["neighbor 10.0.0.1 peer-group NODES", "neighbor 10.0.0.2 inherit peer-session SPINES"]
    lines += ["neighbor 10.0.0.2 inherit peer-policy FILTERED", "neighbor 10.0.0.3 remote-as 65009"]
    assert inheriting(lines) == (
        "'neighbor 10.0.0.1' is a member of peer group 'NODES' and 'neighbor 10.0.0.2' inherits from "
        "template peer-session 'SPINES' and template peer-policy 'FILTERED'"
    )
    assert inheriting(["neighbor 10.0.0.3 remote-as 65009"]) == ""
