"""What the next run does about a change that a killed run left half-way, over real SSH."""

import threading

import pytest

from apply.device import Device
from apply.journal import Journal, ResourceState
from apply.journal_file import state_folder
from errors import PlanError, RouterError
from platforms.iosxe import platform
from platforms.iosxe.cli.session import connect
from platforms.plan import Command, Plan
from tests.lab_router import PASSWORD, LabRouter

ID = "csr1000v/vrf RED"
PARTLY = ResourceState("vrf", "organization/bgp-coexist/dev", {"router": "csr1000v", "name": "RED", "rd": "65000:7"})
BLOCK = ("ip vrf RED",)
PLAN = Plan((Command("ip vrf RED"), Command("rd 65000:7", BLOCK)), (Command("no ip vrf RED"),))
LEFT = f"csr1000v: '{ID}' was left half-way by a run that was killed: "


def device(router: LabRouter) -> Device:
    return Device(router.endpoint, PASSWORD, patience_seconds=0.2)


def journal(router: LabRouter) -> Journal:
    return Journal(router.name, router.endpoint.host, router.port)


def type_in(router: LabRouter, *commands: Command) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        session.configure(commands)


def killed(router: LabRouter, sent: int) -> None:
    """A run of this machine is gone after so many lines of the plan."""
    path = state_folder() / f"127.0.0.1_{router.port}.json"
    first, killed_one = device(router), journal(router)
    with killed_one.change(ID, PARTLY):
        killed_one.sending(PLAN, first.running().digest)
        kept = path.read_bytes()
        first.close()
    killed_one.close()
    type_in(router, *PLAN.commands[:sent])
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
