"""A change stays only where somebody can log in after it; else the router takes it back, over real SSH."""

import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from apply.device import Device
from apply.reconcile import reconcile
from errors import BusyError, RefusalError, SessionLostError, UnconfirmedError
from platforms.iosxe.cli.session import connect
from platforms.iosxe.object_types import VRF
from platforms.iosxe.objects.values import VrfValues
from platforms.plan import Command, Plan
from tests.eventually import eventually, stays
from tests.lab_router import PASSWORD, STARTUP, LabRouter, lab_router
from tests.over_ssh.bench import BLOCK, RED, bench

BAD = Plan((*RED.commands, Command("bogus", BLOCK)), RED.undo)
HANDS_OFF = "does the change cut off the router? does the router accept a second session? `pulumi up` tries again"


def test_a_change_is_confirmed_over_a_login_made_after_it(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.apply()
        assert made.typed == [
            "show archive config rollback timer",
            "configure terminal revert timer 1",
            "ip vrf RED",
            "rd 65000:7",
            "end",
            "configure confirm",
        ]
        assert made.wire.connections == 2


def test_a_run_has_one_session_and_each_of_its_changes_a_login_and_a_look(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        for name, rd in (("RED", "65000:7"), ("BLUE", "65000:8")):
            reconcile("rt1", made.device, VRF, VrfValues(name=name, rd=rd))
            reconcile("rt1", made.device, VRF, VrfValues(name=name, rd=rd))
        assert made.wire.connections == 1 + 2
        shows = ("terminal length 0", "show running-config", "show archive config rollback timer", "show archive")
        assert [made.typed_ever.count(line) for line in shows] == [1, 1 + 2, 1 + 2, 1]


def test_what_was_confirmed_is_there_when_the_time_is_up(tmp_path: Path) -> None:
    with bench(tmp_path, "--minute-ms", "6000") as made:
        made.apply()
        assert stays(lambda: "RED" in made.vrfs, True, seconds=6.1)


def test_off_makes_one_connection_and_starts_no_timer(tmp_path: Path) -> None:
    with bench(tmp_path, policy="off") as made:
        made.apply()
        assert made.typed == ["configure terminal", "ip vrf RED", "rd 65000:7", "end"]
        assert made.wire.connections == 1


def test_what_an_undo_leaves_stays_where_the_router_can_be_reached_with_it(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        with pytest.raises(RefusalError) as caught:
            made.apply(Plan(BAD.commands))
        assert caught.value.undone == (
            "2 lines had been accepted, the undo was sent; the running configuration is NOT as before, look at it"
        )
        assert not made.pending()


def test_a_router_that_stays_away_says_when_it_takes_the_change_back_and_does(tmp_path: Path) -> None:
    with bench(tmp_path, "--minute-ms", "12000", faults={"lines": [{"match": "rd .*", "do": "cut-after"}]}) as made:
        made.wire.admits = lambda: False
        with pytest.raises(SessionLostError) as caught:
            made.apply()
        assert re.fullmatch(
            r"  undo: not possible, no SSH session with 127\.0\.0\.1 port \d+: .*; "
            r"the router reverts the change by itself at \d\d:\d\d:\d\d",
            caught.value.what.splitlines()[1],
        )
        assert "RED" in made.vrfs
        assert eventually(lambda: made.vrfs, ["OFFICE"]) == ["OFFICE"]


def test_a_change_after_which_nobody_can_log_in_is_taken_back_over_the_first_session(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.wire.admits = lambda: False
        with pytest.raises(UnconfirmedError) as caught:
            made.apply()
        lines = str(caught.value).splitlines()
        assert lines[0].startswith(
            "csr1000v: after the change a new login does not work: no SSH session with 127.0.0.1 port"
        )
        assert lines[1:] == [
            "  undo: over the first session, the undo was sent; the running configuration is as before",
            f"  hint: {HANDS_OFF}",
        ]
        assert made.vrfs == ["OFFICE"]


def test_what_an_undo_leaves_where_nobody_can_log_in_the_routers_rollback_takes_back(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.wire.admits = lambda: False
        with pytest.raises(UnconfirmedError) as caught:
            made.apply(Plan(RED.commands))
        assert str(caught.value).splitlines()[1] == (
            "  undo: over the first session, the undo was sent; `configure revert now` removed the rest"
        )
        assert made.vrfs == ["OFFICE"]


def test_a_change_that_cuts_every_session_is_left_to_the_timer(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        cut = threading.Event()

        def admits() -> bool:
            cut.set()
            return False

        made.wire.admits = admits
        made.wire.keeps = lambda: not cut.is_set()
        with pytest.raises(UnconfirmedError) as caught:
            made.apply()
        assert re.fullmatch(r"the router reverts the change by itself at \d\d:\d\d:\d\d", caught.value.when)
        assert made.pending()


def test_a_confirmation_that_comes_too_late_is_told(tmp_path: Path) -> None:
    faults = {"lines": [{"match": "configure confirm", "do": "delay", "seconds": 2}]}
    with bench(tmp_path, "--minute-ms", "1500", faults=faults) as made:
        with pytest.raises(UnconfirmedError) as caught:
            made.apply()
        assert str(caught.value) == (
            "csr1000v: nothing was left to confirm: the router has reverted the change already, or has restarted\n"
            "  hint: `pulumi up` applies it again; commitConfirmMinutes must be longer than a change takes"
        )
        assert made.device.running().same_as(made.before)


def test_the_routers_last_warning_is_no_answer(tmp_path: Path) -> None:
    faults = {"lines": [{"match": "rd .*", "do": "delay", "seconds": 6.5}]}
    with bench(tmp_path, "--minute-ms", "6000", faults=faults) as made:
        endpoint = replace(made.device.endpoint, commit_confirm_minutes=2)
        device = Device(endpoint, PASSWORD, patience_seconds=1)
        device.change(lambda _: RED)
        device.leave()
        assert "RED" in made.vrfs


def test_a_confirmation_whose_answer_was_lost_is_one(tmp_path: Path) -> None:
    with bench(tmp_path, faults={"lines": [{"match": "configure confirm", "do": "cut-after"}]}) as made:
        made.apply()
        assert "RED" in made.vrfs


def abandon(router: LabRouter) -> None:
    """Somebody starts a timer, configures, and goes."""
    with connect(router.endpoint, PASSWORD) as session:
        session.enter("configure terminal revert timer 9")
        session.configure([Command("ip vrf LEFT")])


def test_an_abandoned_change_of_the_stacks_user_is_confirmed_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lab_router(tmp_path) as router:
        abandon(router)
        device = Device(router.endpoint, PASSWORD, patience_seconds=1)
        assert "ip vrf LEFT" in device.running().text
        device.leave()
    said = capsys.readouterr().err.splitlines()
    assert [re.sub(r"\(.*\)", "(…)", line) for line in said] == [
        "csr1000v: waiting: a change of user 'admin' (…) is not confirmed yet",
        "csr1000v: a change of user 'admin' (…) was abandoned: confirmed now, the router can be reached",
    ]


def test_an_abandoned_change_is_one_also_where_the_router_answers_late(tmp_path: Path) -> None:
    faults = {"lines": [{"match": "show archive config rollback timer", "do": "delay", "seconds": 1}]}
    (tmp_path / "faults").write_text(json.dumps(faults))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults")) as router:
        abandon(router)
        device = Device(router.endpoint, PASSWORD, patience_seconds=0.2)
        assert "ip vrf LEFT" in device.running().text
        device.leave()


def test_an_unconfirmed_change_of_somebody_else_is_theirs(tmp_path: Path) -> None:
    startup = STARTUP.replace("archive\n", "username bob privilege 15 password 0 bob\n!\narchive\n", 1)
    with lab_router(tmp_path, startup=startup) as router:
        abandon(router)
        device = Device(replace(router.endpoint, username="bob"), "bob", patience_seconds=1)
        with pytest.raises(UnconfirmedError) as caught:
            device.save()
        device.leave()
        assert re.sub(r"\d\d:\d\d:\d\d UTC \w+ \w+ +\d+ \d+", "TIME", str(caught.value)) == (
            "csr1000v: a change of user 'admin' (TIME, timer 9 min) is not confirmed: "
            "its rollback would also remove what is configured now\n"
            "  when: 9 min after TIME\n"
            "  hint: confirm it (`configure confirm`) or revert it (`configure revert now`), "
            "then run this again"
        )
        assert "LEFT" not in router.show("show startup-config")


def test_a_locked_configuration_is_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with bench(tmp_path, patience_seconds=20) as made, connect(made.router.endpoint, PASSWORD) as other:
        other.enter("configure terminal lock")

        def close_when_asked() -> None:
            # The second try comes after the first one's answer.
            assert eventually(lambda: made.typed.count("configure terminal") > 1, True)
            other.close()

        closing = threading.Thread(target=close_when_asked)
        closing.start()
        made.apply()
        closing.join()
        assert "RED" in made.vrfs
    assert capsys.readouterr().err == (
        "csr1000v: waiting: Configuration mode is locked by process '401' user 'admin' from terminal '2'. "
        "Please try later.\n"
    )


def test_a_configuration_that_stays_locked_is_told(tmp_path: Path) -> None:
    with bench(tmp_path) as made, connect(made.router.endpoint, PASSWORD) as other:
        other.enter("configure terminal lock")
        with pytest.raises(BusyError) as caught:
            made.apply()
        assert str(caught.value) == (
            "csr1000v: another session has locked the configuration for 1 s: Configuration mode is locked by process "
            "'401' user 'admin' from terminal '2'. Please try later.\n"
            "  hint: the lock ends when that session leaves configuration; see `show configuration lock` on the router"
        )


def test_a_router_that_locks_when_told_is_locked(tmp_path: Path) -> None:
    with bench(tmp_path, startup="configuration mode exclusive manual\n" + STARTUP) as made:
        made.apply()
        assert made.typed[1:4] == ["configure terminal revert timer 1", "end", "configure terminal lock"]
