"""The plans of every type of object on a real FRR router: applied, read back, and undone from each of their lines."""

from dataclasses import replace
from typing import Any

import pytest

from platforms.frr.cli.script import batches
from platforms.frr.cli.session import Session
from platforms.frr.configuration import Configuration, parse
from platforms.frr.object_types import BY_NAME
from platforms.object_type import ObjectType
from platforms.passwords import fingerprint, opened
from platforms.plan import Command, Plan

pytestmark = pytest.mark.root

PASSWORD = "session-secret"
MARK = fingerprint(PASSWORD)
LISTS: dict[str, Any] = {
    "name": "deny-all-routes",
    "entries": ["seq 5 deny 0.0.0.0/0 le 32"],
}
PROCESS: dict[str, Any] = {"asn": 65000, "router_id": "1.0.0.1"}
NEIGHBOR: dict[str, Any] = {
    "remote_as": 65001,
    "ebgp_multihop": 32,
    "update_source": "1.1.1.2",
    "prefix_list_out": "deny-all-routes",
    "keepalive_seconds": 10,
    "hold_seconds": 30,
    "bfd": True,
    "password_key": "bgpPassword",
}
GROUP: dict[str, Any] = {
    **NEIGHBOR,
    "prefix_list_in": "deny-all-routes",
    "maximum_prefix": 100,
    "graceful_restart": True,
    "ranges": ["10.0.0.0/28", "10.0.8.0/24"],
}
INSTANCE: dict[str, Any] = {
    "asn": 65000,
    "vrf": "k8s-calico",
    "distinguisher": "65000:2",
    "export_targets": ["65000:2"],
    "import_targets": ["65000:1", "65000:2"],
    "router_id": "1.0.0.2",
    "redistribute": ["connected"],
    "maximum_paths": 4,
    "neighbors": {"10.0.0.1": NEIGHBOR, "10.0.0.2": {"remote_as": 65002, "prefix_list_out": "deny-all-routes"}},
    "password_marks": {"bgpPassword": MARK},
}
RANGE: dict[str, Any] = {**INSTANCE, "neighbors": {"coexist-k8s-calico": GROUP}}
OBJECTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("prefix list", LISTS),
    ("bgp process", PROCESS),
    ("bgp vrf", INSTANCE),
)


def read(session: Session) -> Configuration:
    return parse(session.running_configuration())


def sendable(commands: tuple[Command, ...]) -> list[Command]:
    """The commands with the password in place of its fingerprint."""
    lines = [(each, opened(each.line, {MARK: PASSWORD})) for each in commands]
    return [replace(each, line=line) for each, line in lines if line is not None]


def type_and_values(name: str, values: dict[str, Any]) -> tuple[ObjectType[Any, Any], Any]:
    kind = BY_NAME[name]
    return kind, kind.values(**values)


def planned(session: Session, name: str, values: dict[str, Any], previous: dict[str, Any] | None = None) -> Plan:
    kind, wanted = type_and_values(name, values)
    return kind.plan(read(session), wanted, kind.values(**previous) if previous else None)


def make(session: Session, *names: str) -> None:
    for name, values in OBJECTS:
        if name in names:
            plan = planned(session, name, values)
            session.configure(sendable(plan.commands), plan.undo)


@pytest.mark.parametrize("name", [name for name, _ in OBJECTS])
def test_a_new_object_reads_back_as_wanted_and_its_undo_leaves_nothing(session: Session, name: str) -> None:
    names = [each for each, _ in OBJECTS]
    make(session, *names[: names.index(name)])
    before = session.frr_configuration()
    kind, wanted = type_and_values(name, dict(OBJECTS)[name])
    plan = planned(session, name, dict(OBJECTS)[name])
    session.configure(sendable(plan.commands), plan.undo)
    assert kind.running(read(session), wanted) == kind.lines(wanted)
    assert planned(session, name, dict(OBJECTS)[name], dict(OBJECTS)[name]).commands == ()
    assert session.take_back(plan.undo) == "the undo was sent"
    assert session.frr_configuration() == before


@pytest.mark.parametrize("name", [name for name, _ in OBJECTS])
def test_the_undo_restores_the_configuration_from_each_line(session: Session, name: str) -> None:
    names = [each for each, _ in OBJECTS]
    make(session, *names[: names.index(name)])
    before = session.frr_configuration()
    plan = planned(session, name, dict(OBJECTS)[name])
    commands = sendable(plan.commands)
    for sent in range(len(commands) + 1):
        session.configure(commands[:sent])
        session.take_back(plan.undo)
        assert session.frr_configuration() == before, commands[:sent]


def refused_at_each_line(session: Session, plan: Plan, before: str) -> None:
    """One line after the other is left out, as vtysh leaves out a refused one and goes on; the undo restores all."""
    commands = sendable(plan.commands)
    for group in batches(commands):
        sent = commands[: commands.index(group[0])]
        for left_out in group:
            session.take_back([*sent, *(each for each in group if each is not left_out)])
            session.take_back(sendable(plan.undo))
            assert session.frr_configuration() == before, left_out


@pytest.mark.parametrize("name", [name for name, _ in OBJECTS])
def test_the_undo_restores_the_configuration_where_a_line_was_refused(session: Session, name: str) -> None:
    names = [each for each, _ in OBJECTS]
    make(session, *names[: names.index(name)])
    refused_at_each_line(session, planned(session, name, dict(OBJECTS)[name]), session.frr_configuration())


CHANGES: tuple[dict[str, Any], ...] = (
    {"neighbors": {"10.0.0.1": NEIGHBOR}},
    {"neighbors": {**INSTANCE["neighbors"], "10.0.0.3": {"remote_as": 65003}}},
    {"neighbors": {**INSTANCE["neighbors"], "10.0.0.1": {**NEIGHBOR, "remote_as": 65009}}},
    {"neighbors": {**INSTANCE["neighbors"], "10.0.0.1": {"remote_as": 65001}}},
    {"neighbors": RANGE["neighbors"]},
    {"distinguisher": "65000:9"},
    {"router_id": "1.0.0.9"},
    {"import_targets": ["65000:1"], "maximum_paths": None, "redistribute": []},
)


@pytest.mark.parametrize("changed", CHANGES, ids=lambda changed: " ".join(changed))
def test_a_change_of_an_instance_reads_back_and_is_undone_from_each_line(
    session: Session, changed: dict[str, Any]
) -> None:
    make(session, *(name for name, _ in OBJECTS))
    assert_undone_from_each_line(session, changed, INSTANCE)


def assert_undone_from_each_line(session: Session, changed: dict[str, Any], previous: dict[str, Any]) -> None:
    before = session.frr_configuration()
    kind, wanted = type_and_values("bgp vrf", {**INSTANCE, **changed})
    plan = planned(session, "bgp vrf", {**INSTANCE, **changed}, previous)
    commands = sendable(plan.commands)
    for sent in range(len(commands)):
        session.configure(commands[:sent])
        session.take_back(sendable(plan.undo))
        assert session.frr_configuration() == before, commands[:sent]
    session.configure(commands)
    assert kind.running(read(session), wanted) == kind.lines(wanted)
    session.take_back(sendable(plan.undo))
    assert session.frr_configuration() == before


@pytest.mark.parametrize("changed", CHANGES, ids=lambda changed: " ".join(changed))
def test_a_change_of_an_instance_is_undone_where_a_line_was_refused(session: Session, changed: dict[str, Any]) -> None:
    make(session, *(name for name, _ in OBJECTS))
    plan = planned(session, "bgp vrf", {**INSTANCE, **changed}, INSTANCE)
    refused_at_each_line(session, plan, session.frr_configuration())


RANGES: tuple[dict[str, Any], ...] = (
    {"neighbors": INSTANCE["neighbors"]},
    {"neighbors": {"coexist-k8s-calico": {**GROUP, "remote_as": 65009, "prefix_list_out": "other"}}},
)


@pytest.mark.parametrize("changed", RANGES, ids=["a list", "another AS"])
def test_a_change_of_a_range_reads_back_and_is_undone_from_each_line(session: Session, changed: dict[str, Any]) -> None:
    make(session, "prefix list", "bgp process")
    session.configure(sendable(planned(session, "bgp vrf", RANGE).commands))
    assert_undone_from_each_line(session, changed, RANGE)
