"""The plan over what the real engine printed for a lab router and an API server, as text and as a page."""

import json
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from plan import measured
from plan.__main__ import main
from plan.changes import Change, Line, change_of
from plan.fates import Interruption
from plan.interruptions import interruptions
from plan.page import page
from plan.preview import PreviewError, Step, preview, steps_in

RECORDED = Path(__file__).with_name("recorded")
NODES = ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")
STAYING = ("10.0.0.1", "10.0.0.11", "10.0.0.13")
CALICO, METALLB = (f"router csr1000v, VRF k8s-{name}" for name in ("calico", "metallb"))


def steps(name: str) -> list[Step]:
    return steps_in((RECORDED / f"{name}.json").read_text())


def changes(name: str) -> list[Change]:
    return [change_of(step) for step in steps(name)]


def changed(change: Change) -> list[str]:
    """The lines that change, with their signs."""
    return [f"{line.sign} {line.text}" for line in change.lines if line.sign != " "]


def test_the_steps_of_routers_and_cluster_are_in_one_order() -> None:
    assert [(each.side, each.owner, each.title, each.verb) for each in changes("change")] == [
        ("cluster", "cluster", "IPPool more-10-101-0-0-24", "is made"),
        ("router", "csr1000v", "prefix-list-coexist-in-k8s-calico", "changes"),
        ("router", "csr1000v", "bgp-k8s-calico", "changes"),
        ("cluster", "cluster", "BGPConfiguration default", "changes"),
        ("router", "csr1000v", "saved", "the running configuration is saved"),
    ]


def test_a_change_is_shown_by_its_lines_and_fields() -> None:
    _, entries, family, settings, saved = changes("change")
    assert changed(entries) == ["+ ip prefix-list coexist-in-k8s-calico seq 174391424 permit 10.101.0.0/24 le 32"]
    assert changed(family) == [
        f"{sign} neighbor {node} remote-as {asn}" for node in NODES for sign, asn in (("-", 65002), ("+", 65012))
    ]
    assert changed(settings) == ["-   asNumber: 65002", "+   asNumber: 65012", '+   - {"cidr": "10.101.0.0/24"}']
    assert saved.lines == ()


def test_what_stays_far_from_a_change_is_left_out() -> None:
    family = changes("change")[2]
    assert family.lines[:5] == (
        Line(" ", "…"),
        Line(" ", " address-family ipv4 vrf k8s-calico"),
        Line(" ", "  bgp router-id 1.0.0.2"),
        Line(" ", "  redistribute connected"),
        Line("-", "neighbor 10.0.0.1 remote-as 65002"),
    )
    assert family.lines[-1] == Line(" ", "…")


def test_of_a_refreshed_object_only_what_the_stack_writes_is_shown() -> None:
    peer = next(each for each in changes("refresh") if each.title == "BGPPeer bgppeer-csr1000v")
    assert changed(peer) == ["-   asNumber: 65009", "+   asNumber: 65000"]
    assert [line.text for line in peer.lines if line.sign == " "] == [
        "metadata:",
        "  name: bgppeer-csr1000v",
        "spec:",
        "  filters:",
        "  - bgp-coexist-own-routes",
        "  peerIP: 1.1.1.2",
    ]


def test_a_first_plan_interrupts_nothing_on_the_router() -> None:
    assert [(each.where, each.what) for each in interruptions(steps("create"))] == [
        (CALICO, "begins"),
        ("cluster, BGPConfiguration", "may restart"),
        ("cluster, BGPConfiguration", "may restart"),
        ("cluster, BGPPeer bgppeer-csr1000v", "begins"),
    ]


def test_another_as_restarts_the_sessions_on_both_ends() -> None:
    assert interruptions(steps("change")) == [
        Interruption(CALICO, NODES, "restarts", "the node's AS: 65002 becomes 65012", measured.NEIGHBOR),
        Interruption(
            "cluster, BGPConfiguration",
            ("each of Calico's sessions",),
            "restarts",
            "the nodes' AS: 65002 becomes 65012",
            measured.NODES,
        ),
    ]


def test_another_end_and_another_route_distinguisher_restart_sessions() -> None:
    moved = "the node's AS: 65002 becomes 65012; the router's end: Loopback2 becomes Loopback12"
    anew = "the route distinguisher, with which the family is made anew: 65000:1 becomes 65000:11"
    assert interruptions(steps("moved")) == [
        Interruption(METALLB, NODES, "restarts", anew, measured.FAMILY),
        Interruption(CALICO, NODES, "restarts", moved, measured.NEIGHBOR),
    ]


def test_a_new_password_restarts_sessions_and_is_nowhere_to_be_read() -> None:
    anew = "the password of calicoPassword is another one"
    assert interruptions(steps("password")) == [
        Interruption(METALLB, ("10.0.0.12",), "ends", "the neighbor is removed", measured.ENDED),
        Interruption(METALLB, ("10.0.0.14",), "begins", "the neighbor is new", measured.BEGUN),
        Interruption(CALICO, STAYING, "restarts", anew, measured.NEIGHBOR),
        Interruption(CALICO, ("10.0.0.12",), "ends", "the neighbor is removed", measured.ENDED),
        Interruption(CALICO, ("10.0.0.14",), "begins", "the neighbor is new", measured.BEGUN),
    ]
    family = next(each for each in changes("password") if each.title == "bgp-k8s-calico")
    assert changed(family)[:2] == [
        "- neighbor 10.0.0.1 password <calicoPassword>",
        "+ neighbor 10.0.0.1 password <calicoPassword 2>",
    ]


def test_a_replaced_family_is_one_step_and_restarts_its_sessions() -> None:
    verbs = {each.title: each.verb for each in changes("replace")}
    assert verbs["bgp-k8s-calico"] == verbs["bgp"] == "is removed and made anew"
    why = "the family is removed and made anew; the router's AS: 65000 becomes 65100"
    assert Interruption(CALICO, STAYING, "restarts", why, measured.FAMILY) in interruptions(steps("replace"))


def family_with(change: Callable[[dict[str, Any]], object]) -> list[Step]:
    """The family of the recorded change, whose new inputs are the old ones but for a change."""
    family = next(each for each in steps("change") if each.name == "csr1000v-bgp-k8s-calico")
    new = json.loads(json.dumps(family.old))
    change(new)
    return [Step("update", family.type, family.name, family.old, new)]


def test_timers_may_restart_a_session_and_a_filter_does_not() -> None:
    (found,) = interruptions(family_with(lambda new: new["neighbors"]["10.0.0.1"].update(hold_seconds=30)))
    assert (found.who, found.what, found.why) == (("10.0.0.1",), "may restart", "the hold time: none becomes 30")
    assert interruptions(family_with(lambda new: new["neighbors"]["10.0.0.1"].update(prefix_list_in="x"))) == []


def test_an_interface_that_moves_takes_the_sessions_of_its_address_along() -> None:
    (family,) = family_with(lambda new: new.update(maximum_paths=2))
    values = {"router": "csr1000v", "name": "Loopback2", "address": "1.1.1.2/32"}
    port = Step("update", "router:Interface", "x", {**values, "vrf": "a"}, {**values, "vrf": "b"})
    (found,) = interruptions([port, family])
    assert (found.who, found.what, found.why) == (NODES, "restarts", "the VRF of Loopback2: a becomes b")


def test_a_range_of_neighbors_is_one_entry() -> None:
    group = {"ranges": ["10.0.0.0/24"], "remote_as": 65002.0}
    (found,) = interruptions(family_with(lambda new: new["neighbors"].update(nodes=group)))
    assert found == Interruption(CALICO, ("nodes",), "begins", "the range is new", measured.RANGE)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"filters": ["other"]}, []),
        ({"nodeSelector": "has(rack)"}, ["may restart"]),
        ({"nodeSelector": "has(rack)", "peerIP": "1.1.1.3"}, ["restarts"]),
    ],
)
def test_a_peer_restarts_its_sessions_only_where_its_speaker_does_so(fields: dict[str, Any], what: list[str]) -> None:
    peer = next(each for each in steps("refresh") if each.value("kind") == "BGPPeer")
    new = {**peer.old, "spec": {**peer.old["spec"], **fields}}
    assert [each.what for each in interruptions([Step("update", peer.type, peer.name, peer.old, new)])] == what


@pytest.mark.parametrize(
    ("kind", "figure"),
    [("projectcalico.org/v3", measured.CALICO_PEER), ("metallb.io/v1beta2", measured.METALLB_PEER)],
)
def test_a_peer_has_the_figure_of_its_speaker(kind: str, figure: measured.Measured) -> None:
    step = Step("update", f"kubernetes:{kind}:BGPPeer", "x", {"spec": {"a": 1}}, {"spec": {"a": 2}})
    assert [each.measured for each in interruptions([step])] == [figure]


def test_timers_have_another_figure_than_a_new_family() -> None:
    def timers(new: dict[str, Any]) -> None:
        new["neighbors"]["10.0.0.1"].update(hold_seconds=30)

    assert [each.measured for each in interruptions(family_with(timers))] == [measured.TIMERS]
    changed = family_with(lambda new: new.update(router_id="1.0.0.9"))
    assert [each.measured for each in interruptions(changed)] == [measured.FAMILY]


def test_a_page_says_how_long_it_was_in_the_lab_and_that_this_is_no_promise() -> None:
    words = Read(page("dev", changes("change"), interruptions(steps("change")))).words
    assert words.count("in the lab") == 1
    assert {measured.NEIGHBOR.figure, measured.NOTE} <= set(words)


def test_the_documentation_has_the_table_of_figures() -> None:
    text = (Path(__file__).parents[3] / "docs" / "plan.md").read_text()
    rows = [f"| {each.kind} | {each.figure} | {f'`{each.how}`' if each.how else ''} |" for each in measured.TABLE]
    assert "\n".join(rows) in text


class Read(HTMLParser):
    """What a page has: its tags, its addresses, its text; an end tag without its start is an error."""

    VOID = frozenset({"meta", "br", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


HOSTILE = "<script>alert(1)</script>\"'&\x1b[31m\u202e"


@pytest.mark.parametrize("name", sorted(path.stem for path in RECORDED.glob("*.json")))
def test_a_page_is_whole_and_asks_for_nothing_from_elsewhere(name: str) -> None:
    text = page("dev", changes(name), interruptions(steps(name)))
    read = Read(text)
    assert {"script", "link", "img", "iframe"} & set(read.tags) == set()
    assert [value for key, value in read.attributes if key in ("href", "src")] == ["#steps"]
    assert "url(" not in text
    assert read.tags.count("li") == len(changes(name))
    assert ("lang", "en") in read.attributes
    assert len(set(re.findall(r' id="(\w+)"', text))) == len(re.findall(r' id="(\w+)"', text))


def test_every_text_of_others_is_escaped() -> None:
    hostile = Change("router", HOSTILE, HOSTILE, HOSTILE, (Line("+", HOSTILE), Line(" ", HOSTILE)))
    text = page(HOSTILE, [hostile], [Interruption(HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, measured.NEIGHBOR)])
    read = Read(text)
    assert "script" not in read.tags
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<script>alert(1)</script>\"'&\\x1b[31m\\u202e" in "".join(read.words)


def test_a_changed_line_has_its_sign_and_a_word_for_a_screen_reader() -> None:
    text = page("dev", [Change("router", "r", "o", "changes", (Line("-", "old"), Line("+", "new")))], [])
    assert '<span aria-hidden="true">- </span><span class="hidden">removed: </span>old' in text
    assert '<span aria-hidden="true">+ </span><span class="hidden">added: </span>new' in text


def test_the_command_writes_a_page_or_prints_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--stack", "dev", "--preview", str(RECORDED / "change.json")]
    assert main([*words, "--html", str(tmp_path / "plan.html")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "plan.html").read_text().startswith("<!doctype html>")
    assert main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{CALICO}: {', '.join(NODES)}: restarts: the node's AS: 65002 becomes 65012"
    assert lines[1] == f"     in the lab: {measured.NEIGHBOR.figure}"
    assert lines[4] == measured.NOTE
    assert lines[5] == "1. cluster: IPPool more-10-101-0-0-24: is made"
    assert lines[-1] == "5. csr1000v: saved: the running configuration is saved"


@pytest.mark.parametrize("text", ["", "no preview", "[]", '{"steps": [{}]}', '{"steps": 1}', '{"steps": [1]}', "{"])
def test_what_is_no_preview_is_an_error_of_one_sentence(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.json").write_text(text)
    assert main(["--stack", "dev", "--preview", str(tmp_path / "p.json")]) == 2
    assert capsys.readouterr().err.startswith("the preview is not understood: ")


def test_the_errors_of_a_failed_preview_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"diagnostics": [{"severity": "warning", "message": "w"}, {"severity": "error", "message": "it is so\n"}]}
    (tmp_path / "pulumi").write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(said)}\nEND\nexit 255\n")
    os.chmod(tmp_path / "pulumi", 0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(PreviewError, match=r"^`pulumi preview` failed:\nit is so$"):
        preview("dev", tmp_path, refresh=False)
