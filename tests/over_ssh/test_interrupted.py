"""What the next run does about a change that a killed run left half-way, over real SSH."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apply.device import Device
from apply.journal import Journal, ResourceState
from apply.journal_file import state_folder
from apply.partial_state import PartlyAppliedError, recorded
from errors import PlanError, RouterError, SessionLostError
from platforms.iosxe import platform
from platforms.iosxe.cli.session import connect
from platforms.plan import Command, Plan
from tests.lab_router import PASSWORD, LabRouter, lab_router

ID = "csr1000v/vrf RED"
PARTLY = ResourceState("vrf", "organization/bgp-coexist/dev", {"router": "csr1000v", "name": "RED", "rd": "65000:7"})
BLOCK = ("ip vrf RED",)
PLAN = Plan((Command("ip vrf RED"), Command("rd 65000:7", BLOCK)), (Command("no ip vrf RED"),))
LEFT = f"csr1000v: '{ID}' was left half-way by a run that broke off: "


def device(router: LabRouter) -> Device:
    return Device(router.endpoint, PASSWORD, patience_seconds=0.2)


def journal(router: LabRouter) -> Journal:
    return Journal(router.name, router.endpoint.host, router.port)


def type_in(router: LabRouter, *commands: Command) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        session.configure(commands)


def killed(router: LabRouter, sent: int, plan: Plan = PLAN) -> None:
    """A run of this machine is gone after so many lines of the plan."""
    path = state_folder() / f"127.0.0.1_{router.port}.json"
    first, killed_one = device(router), journal(router)
    with killed_one.change(ID, PARTLY):
        killed_one.sending(plan, first.running().digest)
        kept = path.read_bytes()
        first.close()
    killed_one.close()
    type_in(router, *plan.commands[:sent])
    path.write_bytes(kept)
    path.chmod(0o600)


@pytest.mark.parametrize("sent", [1, 2])
def test_a_half_made_change_is_taken_back_before_anything_is_read(
    router: LabRouter, sent: int, capsys: pytest.CaptureFixture[str]
) -> None:
    start = router.running()
    killed(router, sent)
    next_one = device(router)
    assert "ip vrf RED" not in next_one.running().text
    next_one.leave()
    assert router.running() == start
    assert capsys.readouterr().err == LEFT + "the undo was sent; the running configuration is as before\n"
    assert (journal(router).unfinished, journal(router).unrecorded) == (None, {})


@pytest.fixture
def cutting(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LabRouter]:
    """A router that cuts so many sessions at the line that undoes the change."""
    fault = {"match": "no ip vrf RED", "do": "cut", "times": request.param}
    (tmp_path / "faults").write_text(json.dumps({"lines": [fault]}))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults")) as made:
        yield made


@pytest.mark.parametrize("cutting", [1], indirect=True)
def test_an_undo_that_breaks_off_is_sent_again(cutting: LabRouter, capsys: pytest.CaptureFixture[str]) -> None:
    start = cutting.running()
    killed(cutting, 2)
    next_one = device(cutting)
    next_one.running()
    next_one.leave()
    assert cutting.running() == start
    assert capsys.readouterr().err == LEFT + "the undo was sent; the running configuration is as before\n"
    assert journal(cutting).unfinished is None


@pytest.mark.parametrize("cutting", [2], indirect=True)
def test_an_undo_that_breaks_off_again_is_an_error_and_the_next_run_sends_it(cutting: LabRouter) -> None:
    start = cutting.running()
    killed(cutting, 2)
    next_one = device(cutting)
    with pytest.raises(SessionLostError) as caught:
        next_one.running()
    next_one.leave()
    assert str(caught.value) == (
        f"{LEFT}the undo broke off, the connection was lost after 'no ip vrf RED'\n"
        "  hint: run `pulumi up` again once the router answers: it sends the whole undo again before anything else"
    )
    the_one_after = device(cutting)
    the_one_after.running()
    the_one_after.leave()
    assert cutting.running() == start
    assert journal(cutting).unfinished is None


@pytest.mark.parametrize("cutting", [2], indirect=True)
def test_an_undo_that_breaks_off_in_the_run_of_the_change_is_sent_by_the_next_run(cutting: LabRouter) -> None:
    start = cutting.running()
    first = Device(replace(cutting.endpoint, commit_confirm="off"), PASSWORD, patience_seconds=0.2)
    refused = Plan((*PLAN.commands, Command("bogus", BLOCK)), PLAN.undo)
    with pytest.raises(PartlyAppliedError) as caught:
        applied(first, refused)
    first.leave()
    assert str(caught.value).splitlines()[:2] == [
        "csr1000v: line 'bogus' refused: % Invalid input detected at '^' marker.; 2 lines had been accepted, "
        "the undo broke off, the connection was lost after 'no ip vrf RED'",
        "  undo: not possible, the undo broke off, the connection was lost after 'no ip vrf RED'; "
        "the running configuration may contain part of the change",
    ]
    assert "ip vrf RED" in cutting.running()
    next_one = device(cutting)
    next_one.running()
    next_one.leave()
    assert cutting.running() == start
    assert (journal(cutting).unfinished, journal(cutting).unrecorded) == (None, {})


def test_lines_that_a_broken_off_undo_has_written_are_not_those_of_others(router: LabRouter) -> None:
    start, later = router.running(), Command("description written by the undo", BLOCK)
    killed(router, 2, Plan(PLAN.commands, (later, *PLAN.undo)))
    type_in(router, later)
    next_one = device(router)
    next_one.running()
    next_one.leave()
    assert router.running() == start


def applied(first: Device, plan: Plan) -> None:
    """Apply a plan as a resource of Pulumi does."""
    with (
        first.config_lock(),
        first.journal.change(ID, PARTLY),
        recorded(first, ID, PARTLY.properties, lambda running: {}),
    ):
        first.change(lambda _: plan)


def test_a_change_of_which_no_line_was_sent_needs_no_undo(
    router: LabRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(router, 0)
    next_one = device(router)
    next_one.running()
    next_one.leave()
    assert capsys.readouterr().err == ""
    assert journal(router).unfinished is None


def test_what_others_configured_in_the_object_since_is_not_taken_along(
    router: LabRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(router, 2)
    type_in(router, Command("description of others", BLOCK))
    next_one = device(router)
    assert " description of others\n" in next_one.running().text
    next_one.leave()
    said = LEFT + "left as it is, others have configured in it since: description of others\n"
    assert capsys.readouterr().err == said
    assert (journal(router).unfinished, journal(router).unrecorded) == (None, {ID: PARTLY})
    journal(router).forget([ID])


def test_lines_of_others_elsewhere_stay_and_the_object_is_still_known(
    router: LabRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(router, 2)
    type_in(router, Command("ip prefix-list OTHERS seq 5 permit 10.0.0.0/8"))
    next_one = device(router)
    text = next_one.running().text
    next_one.leave()
    assert ("ip vrf RED" in text, "ip prefix-list OTHERS" in text) == (False, True)
    said = LEFT + "the undo was sent; the running configuration is NOT as before, look at it\n"
    assert capsys.readouterr().err == said
    assert journal(router).unrecorded == {ID: PARTLY}
    journal(router).forget([ID])


def test_a_process_that_had_read_before_the_other_was_killed_takes_its_change_back_first(router: LabRouter) -> None:
    next_one = device(router)
    next_one.running()
    killed(router, 1)
    with next_one.config_lock():
        assert "ip vrf RED" not in next_one.running().text
    next_one.leave()


def test_a_change_of_a_process_that_lives_is_waited_for(router: LabRouter, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, began = device(router), device(router), threading.Event()
    seen: list[str] = []

    def read() -> None:
        began.set()
        seen.append(second.running().text)

    other = threading.Thread(target=read)
    with first.config_lock(), first.journal.change(ID, PARTLY):
        first.change(lambda _: PLAN)
        other.start()
        began.wait(10)
        other.join(0.5)
        assert seen == []
    first.journal.record(ID, PARTLY)
    first.leave()
    other.join(20)
    second.leave()
    assert "ip vrf RED\n rd 65000:7\n" in seen[0]
    assert LEFT not in capsys.readouterr().err
    journal(router).forget([ID])


def test_nothing_is_sent_where_the_journal_cannot_be_written(
    router: LabRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    start, only = router.running(), device(router)
    monkeypatch.setattr("apply.journal_file.os.fsync", full)
    with only.config_lock(), pytest.raises(RouterError, match=r"^csr1000v: nothing was sent: the journal of changes "):
        configure(only)
    only.leave()
    assert router.running() == start


def configure(only: Device) -> None:
    with only.journal.change(ID, PARTLY):
        only.change(lambda _: PLAN)


def test_a_configuration_without_an_end_is_an_error_of_the_router(
    router: LabRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: str) -> None:
        raise PlanError("banner 'motd' has no end")

    monkeypatch.setattr(platform, "parse", breaks)
    only = device(router)
    with pytest.raises(RouterError) as caught:
        only.running()
    only.leave()
    assert str(caught.value) == "csr1000v: its running configuration is not understood: banner 'motd' has no end"
