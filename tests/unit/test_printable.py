"""What a terminal would obey is escaped wherever text leaves the program, in one way."""

import json
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pulumi
import pytest
import yaml

from adopt.__main__ import main as adopt
from apply.journal import Journal
from components import preconditions
from components.verification import result_lines, results_of
from errors import (
    ClusterError,
    CoexistError,
    ConflictError,
    IntentError,
    PlanError,
    Problem,
    RefusalError,
    RouterError,
    UnconfirmedError,
    VerificationError,
)
from platforms.iosxe.tree import parse
from platforms.plan_builder import PlanBuilder
from preflight import __main__ as preflight
from printable import cut, message, note, one_line, printable
from providers.prefix_list import PrefixListProvider
from tests.seed import seed_stack
from verify import report
from verify.check import Result, Verdict
from verify.gate import wait
from verify.progress import progress

HOSTILE = "a\x1b[2J\x07\r\x9b1m\u202eb\u2066\u200b\u200e\ufeff\udcffc"
SHOWN = "a\\x1b[2J\\x07\\r\\x9b1m\\u202eb\\u2066\\u200b\\u200e\\ufeff\\udcffc"


@pytest.mark.parametrize("text", ["plain", "Grüße, 日本\u3000語", "two\nlines\tand a tab", "", "€ … — é"])
def test_what_is_harmless_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("code", [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x61C, *range(0x200B, 0x2010)])
def test_every_control_character_is_escaped(code: int) -> None:
    assert printable(chr(code)).isprintable()


@pytest.mark.parametrize("code", [*range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xD800, 0xE0041])
def test_every_format_character_is_escaped(code: int) -> None:
    assert printable(chr(code)).isprintable()


def test_a_second_pass_changes_nothing() -> None:
    assert printable(HOSTILE) == printable(printable(HOSTILE)) == SHOWN


def test_a_cell_is_one_line() -> None:
    assert one_line("a\nb\tc") == "a\\nb\\tc"


def test_a_long_text_says_how_much_more_there_is() -> None:
    assert cut("x" * 20_000_000, 3) == "xxx… 19999997 more characters"


def test_a_message_keeps_its_lines_and_cuts_each() -> None:
    assert message("one\n" + "x" * 2_001) == "one\n" + "x" * 2_000 + "… 1 more characters"


@pytest.mark.parametrize(
    "error",
    [
        CoexistError(HOSTILE),
        IntentError([Problem(HOSTILE, HOSTILE, HOSTILE, "FORM01", HOSTILE, HOSTILE)], HOSTILE),
        PlanError(HOSTILE, HOSTILE),
        RouterError("rt1", HOSTILE, HOSTILE),
        ConflictError("rt1", HOSTILE, HOSTILE),
        UnconfirmedError("rt1", HOSTILE, HOSTILE, HOSTILE),
        RefusalError("rt1", HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        ClusterError(HOSTILE, HOSTILE, HOSTILE),
        VerificationError(HOSTILE),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_fit_to_be_shown(error: CoexistError) -> None:
    assert printable(str(error)) == str(error)
    assert SHOWN in str(error)


def test_a_refusal_of_20_mb_is_an_error_of_a_few_lines() -> None:
    assert len(str(RefusalError("rt1", "bogus", "x" * 20_000_000))) < 500


def test_a_hint_is_fit_to_be_shown() -> None:
    assert str(Problem("routers", HOSTILE)) == f"routers: {SHOWN}"


def test_a_plans_notes_are_fit_to_be_shown() -> None:
    builder = PlanBuilder()
    builder.notes.append(HOSTILE)
    assert builder.plan().notes == (SHOWN,)


def test_a_preview_shows_what_a_router_runs_escaped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = "ip prefix-list deny seq 5 deny 0.0.0.0/0 le 32"
    running = SimpleNamespace(tree=parse(f"{entry}\nip prefix-list deny seq 10 permit {HOSTILE}"))
    device = SimpleNamespace(running=lambda: running, journal=Journal("rt1", "192.0.2.1", 22, tmp_path))
    monkeypatch.setattr("providers.object_provider.device_for", lambda props: device)
    props = {
        "router": "rt1",
        "reach": "ssh://a@192.0.2.1:22",
        "name": "deny",
        "entries": [entry.partition("deny ")[2]],
        "before": {},
    }
    lines = (PrefixListProvider().read("rt1/deny", props).outs or {})["lines"]
    assert SHOWN in lines
    assert printable(lines) == lines


def test_what_is_waited_for_is_said_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    note("rt1", HOSTILE)
    obstacles = iter([HOSTILE, ""])
    wait(5, lambda: next(obstacles), pause_seconds=0)
    with progress(5) as waiting:
        waiting(HOSTILE)
    assert capsys.readouterr().err == f"rt1: {SHOWN}\nwaiting: {SHOWN}\n{SHOWN}\n"


def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told to Pulumi's log from now on."""
    told: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", told.append)
    monkeypatch.setattr(pulumi.log, "warn", told.append)
    return told


def test_what_a_cluster_answers_is_logged_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(monkeypatch)
    monkeypatch.setattr("components.preconditions.served", lambda *_: SimpleNamespace(api_version=HOSTILE, how="x"))
    monkeypatch.setattr("components.preconditions.helm_release.check", lambda *_: None)
    preconditions.cluster_is_ready(seed_stack())
    facts = SimpleNamespace(unread=(HOSTILE,))
    monkeypatch.setattr("components.preconditions.reading.facts", lambda *_: facts)
    monkeypatch.setattr("components.preconditions.cluster_fit.hints_of", lambda *_: [Problem("nodes", HOSTILE)])
    monkeypatch.setattr("components.preconditions.cluster_fit.problems_of", lambda *_: [])
    preconditions._differences(seed_stack())
    assert told == [
        f"Calico's objects are written as {SHOWN}, x",
        f"not compared with the configuration: {SHOWN}",
        f"nodes: {SHOWN}",
    ]


BAD = Result("rt1", HOSTILE, HOSTILE, HOSTILE, HOSTILE, Verdict.FAIL)


def test_verdicts_are_shown_escaped() -> None:
    assert report.table([BAD]) == f"FAIL  rt1  {SHOWN}  {SHOWN}  {SHOWN}  (expected {SHOWN})"
    assert printable(report.failures([BAD])) == report.failures([BAD])


def test_junit_stays_xml() -> None:
    text = report.as_junit([BAD], HOSTILE)
    assert ElementTree.fromstring(text.encode()).find("testcase/failure").text == f"expected: {SHOWN}"  # type: ignore[union-attr]


def test_json_keeps_the_characters_and_shows_none_of_them() -> None:
    text = report.as_json([BAD], brief=True)
    assert text.isascii()
    assert json.loads(text)[0]["actual"] == HOSTILE


def test_outputs_are_shown_escaped() -> None:
    assert result_lines(results_of(report.as_json([BAD], brief=True))) == [f"rt1  {SHOWN}  {SHOWN}  {SHOWN}"]


def test_the_report_on_a_stack_is_shown_escaped() -> None:
    told = str(preflight.Report("prod", hints=[Problem("nodes", HOSTILE)], cluster=str(ClusterError("api", HOSTILE))))
    assert printable(told) == told


def test_an_adopted_stack_has_nothing_in_its_comments_that_ends_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parents[1] / "unit" / "emulator" / "seed.txt").read_text()
    foreign = f"ip vrf k8s-calico\n description {HOSTILE[:-2].replace(chr(13), '')}\u2028evil: 1\x85evil: 2"
    (tmp_path / "running.cfg").write_text(text.replace("ip vrf k8s-calico", foreign, 1), newline="")
    adopt(["admin@10.0.0.254", "--from", str(tmp_path / "running.cfg"), "--name", "rt1"])
    out, err = capsys.readouterr()
    assert printable(out + err) == out + err
    assert "evil: 1" in out
    assert "evil" not in yaml.safe_load(out)
