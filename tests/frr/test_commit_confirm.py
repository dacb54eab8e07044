"""A change on a real FRR router stays only where a new login confirms it; else the router undoes it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from errors import BusyError, RefusalError, RouterError, SessionLostError, UnconfirmedError
from platforms.frr.cli.one_shot import ARM, LIST, pending_in
from platforms.frr.cli.script import script_of
from platforms.frr.cli.session import Session, connect
from platforms.frr.commit_confirm import CommitConfirm
from platforms.frr.platform import FRR
from platforms.plan import Command, Plan
from tests.eventually import eventually
from tests.frr.bench import BGP, PLAN, bench
from tests.frr_files import ADMIN, OTHER_ADMIN, PASSWORD
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

NOTHING: tuple[list[str], list[list[str]]] = ([], [])
REFUSED = Plan((*PLAN.commands, Command("neighbor 10.0.0.9 timers 3 9", BGP)), PLAN.undo)
SETTLED = Command("neighbor 10.0.0.1 timers 3 9", BGP, settled=True)
IN_TWO = Plan((*PLAN.commands, SETTLED), PLAN.undo)
CUT_OFF = "does the change cut off the router? does the router accept a second session? `pulumi up` tries again"


def arm(router: FrrRouter, username: str, plan: Plan = PLAN, cut: bool = False) -> None:
    """Start the undo of a change of a user on the router, and send the change."""
    session = connect(replace(router.endpoint, username=username), PASSWORD)
    outcome = session.shell.run(ARM, "60", "12:34:56", text=script_of(plan.undo).text)
    assert (outcome.exit_code, outcome.errors) == (0, "")
    session.configure(plan.commands)
    if cut:
        session.close()


def test_a_change_is_confirmed_over_a_new_login_and_leaves_nothing(router: FrrRouter) -> None:
    with bench(router) as made:
        made.apply()
        assert "neighbor 10.0.0.1 password first-secret" in router.running()
        assert made.wire.connections == 2
        assert made.left == NOTHING


def test_off_makes_one_connection_and_starts_no_timer(router: FrrRouter) -> None:
    with bench(router, policy="off") as made:
        made.apply()
        assert made.wire.connections == 1
        assert made.left == NOTHING


def test_a_refused_change_is_undone_and_no_timer_is_left(router: FrrRouter) -> None:
    with bench(router) as made:
        with pytest.raises(RefusalError) as raised:
            made.apply(REFUSED)
        assert raised.value.undone == (
            "4 lines had been accepted, the undo was sent; the running configuration is as before"
        )
        assert router.running() == made.before
        assert made.left == NOTHING


def test_a_session_cut_in_the_middle_is_undone_over_a_new_one(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.keeps = lambda: "remote-as" not in router.running()
        made.wire.admits = made.mended
        with pytest.raises(SessionLostError) as raised:
            made.apply(IN_TWO)
        assert raised.value.what.splitlines()[1] == (
            "  undo: over a new session, the undo was sent; the running configuration is as before"
        )
        assert router.running() == made.before
        assert made.left == NOTHING


def test_a_daemon_that_dies_in_the_middle_comes_back_as_before(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.keeps = made.without_bgpd
        with pytest.raises(SessionLostError) as raised:
            made.apply(IN_TWO)
        stopped, undone = raised.value.what.splitlines()
        # bgpd is killed while the second group of lines is under way, or at once after the first.
        assert re.fullmatch("bgpd stopped while it was configured; at least [24] lines of 5 lines.*", stopped)
        assert undone == (
            "  undo: over a new session, the undo was sent, without 'no router bgp 65000' which the router refused; "
            "the running configuration is as before"
        )
        assert router.running() == made.before
        assert made.left == NOTHING


def test_a_router_that_stays_away_says_when_it_reverts_the_change_and_does(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.keeps = lambda: "remote-as" not in router.running()
        made.wire.admits = lambda: False
        with pytest.raises(SessionLostError) as raised:
            made.apply(IN_TWO)
        assert re.fullmatch(
            r"  undo: not possible, no SSH session with 127\.0\.0\.1 port \d+: .*; "
            r"the router reverts the change by itself at \d\d:\d\d:\d\d",
            raised.value.what.splitlines()[1],
        )
        assert "first-secret" in router.running()
        made.let_time_pass()
        assert eventually(lambda: made.left, NOTHING, seconds=60) == NOTHING
        assert router.running() == made.before


def test_a_change_after_which_a_login_does_not_work_is_undone_over_the_first_session(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.admits = lambda: False
        with pytest.raises(UnconfirmedError) as raised:
            made.apply()
        assert str(raised.value).splitlines()[1:] == [
            "  undo: over the first session, the undo was sent; the running configuration is as before",
            f"  hint: {CUT_OFF}",
        ]
        assert router.running() == made.before
        assert made.left == NOTHING


def test_an_undo_that_leaves_something_is_not_called_a_revert(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.admits = lambda: False
        with pytest.raises(UnconfirmedError) as raised:
            made.apply(Plan(PLAN.commands, PLAN.undo[:1]))
        assert str(raised.value).splitlines()[1:] == [
            "  when: the running configuration may contain part of the change",
            f"  hint: {CUT_OFF}",
        ]
        assert made.left == NOTHING


def test_a_router_that_restarts_before_the_confirmation_has_nothing_to_confirm(router: FrrRouter) -> None:
    with bench(router) as made:
        made.device.running()
        made.wire.admits = made.rebooted
        with pytest.raises(UnconfirmedError) as raised:
            made.apply()
        assert str(raised.value) == (
            "frr: nothing was left to confirm: the router has reverted the change already, or has restarted\n"
            "  hint: `pulumi up` applies it again; commitConfirmMinutes must be longer than a change takes"
        )
        assert router.running() == made.before
        assert made.left == NOTHING


def test_what_a_reboot_leaves_on_disk_is_no_pending_change(router: FrrRouter) -> None:
    arm(router, ADMIN)
    with bench(router) as made:
        router.end("coexist-revert|^sleep ")
        assert len(made.folders) == 1
        made.device.running()
        assert made.left == NOTHING


def test_a_change_of_the_same_user_whose_session_is_gone_is_reverted_at_once(
    router: FrrRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(router) as made:
        arm(router, ADMIN, cut=True)
        assert made.device.running().text.count("neighbor") == 0
        assert router.running() == made.before
        assert made.left == NOTHING
        assert capsys.readouterr().err == (
            "frr: waiting: a change of user 'admin' (reverted at 12:34:56) is not confirmed yet\n"
            "frr: a change of user 'admin' (reverted at 12:34:56) was abandoned: reverted now\n"
        )


def test_a_change_of_the_same_user_whose_session_is_open_is_waited_for(router: FrrRouter) -> None:
    with bench(router) as made:
        arm(router, ADMIN)
        with pytest.raises(BusyError) as raised:
            made.device.running()
        assert str(raised.value) == (
            "frr: a change of user 'admin' (reverted at 12:34:56) is not confirmed, and its session is open\n"
            "  hint: one `pulumi up` at a time on one router: run this one again when the other has ended"
        )
        assert "first-secret" in router.running()


def test_a_change_of_another_user_is_left_alone(router: FrrRouter) -> None:
    with bench(router) as made:
        arm(router, OTHER_ADMIN, cut=True)
        with pytest.raises(UnconfirmedError) as raised:
            made.device.running()
        assert str(raised.value) == (
            "frr: a change of user 'operator' (reverted at 12:34:56) is not confirmed: "
            "its undo would also change what is configured now\n"
            "  when: 12:34:56\n"
            "  hint: run this again after that time"
        )
        assert "first-secret" in router.running()
        assert len(made.folders) == 1


def test_a_change_of_another_user_that_is_over_soon_is_waited_for(
    router: FrrRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench(router, patience_seconds=60) as made:
        arm(router, OTHER_ADMIN)
        monkeypatch.setattr("platforms.frr.commit_confirm.note", lambda *_: made.let_time_pass())
        assert made.device.running().text.count("neighbor") == 0
        assert made.left == NOTHING


def test_only_its_user_can_read_the_undo_of_a_change(router: FrrRouter) -> None:
    back = Plan(PLAN.commands, (Command("neighbor 10.0.0.1 password old-secret", BGP),))
    arm(router, ADMIN, back)
    with closing(router.connect()) as own, closing(router.connect(OTHER_ADMIN)) as other:
        (pending,) = pending_in(other.shell.run(LIST).output)
        assert (pending.user, pending.own, pending.connected) == (ADMIN, False, True)
        assert "old-secret" in own.shell.run('cat "$1/undo"', pending.folder).output
        assert other.shell.run('cat "$1/undo"', pending.folder).exit_code == 1
    assert [words for _, words in router.processes() if "old-secret" in " ".join(words)] == []


def test_a_folder_that_another_user_forges_is_not_believed(router: FrrRouter) -> None:
    router.run("sh", "-c", "mkdir /tmp/bgp-coexist-revert.x; echo 1 now 1 >/tmp/bgp-coexist-revert.x/state")
    router.run("ln", "-s", "/etc", "/tmp/bgp-coexist-revert.y")
    with closing(router.connect()) as session:
        assert pending_in(session.shell.run(LIST).output) == []
    assert router.run("ls", "/tmp").split() == ["bgp-coexist-revert.x", "bgp-coexist-revert.y"]


def test_without_a_timer_nothing_is_changed(router: FrrRouter) -> None:
    with bench(router) as made:
        router.run("chmod", "755", "/tmp")
        with pytest.raises(RouterError) as raised:
            made.apply()
        router.run("chmod", "1777", "/tmp")
        assert re.fullmatch(
            r"frr: no revert timer can be started there: mktemp: .*Permission denied.*; nothing was changed\n"
            r"  hint: it needs mktemp, setsid and a writable /tmp; or set commitConfirm: off",
            str(raised.value),
        )
        assert router.running() == made.before


@pytest.fixture(params=["bash", "busybox", "dash"])
def shell(router: FrrRouter, request: pytest.FixtureRequest) -> Iterator[str]:
    """The router's `sh`; dash is this machine's."""
    if request.param == "dash":
        if (dash := shutil.which("dash")) is None:
            pytest.skip("this machine has no dash")
        shutil.copy(dash, router.root / "bin/dash")
    router.run("ln", "-sf", request.param, "/bin/sh")
    yield request.param
    router.run("ln", "-sf", "bash", "/bin/sh")


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("first", ["confirmation", "revert"])
def test_of_a_confirmation_and_a_revert_only_one_takes_effect(
    router: FrrRouter, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Busybox's shell takes its own `ip`, which prints no JSON.
    monkeypatch.setattr(Session, "running_configuration", Session.frr_configuration)
    with closing(router.connect()) as session:
        made = [CommitConfirm(router.endpoint, PASSWORD, 2) for _ in range(2)]
        made[0].enter(session, FRR.parse(session.frr_configuration()), PLAN.undo)
        made[1]._folder, made[1]._until = made[0]._folder, made[0]._until
        made[1]._before = made[0]._before
        session.configure(PLAN.commands)
        if first == "confirmation":
            assert (made[0].confirm_anew(), made[1].revert(session)) == (True, False)
        else:
            assert (made[0].revert(session), made[1].confirm_anew()) == (True, False)
        assert ("first-secret" in router.running()) == (first == "confirmation")


def test_a_revert_that_restores_an_instance_behind_another_one_restores_the_configuration(router: FrrRouter) -> None:
    router.configure("router bgp 65000\nrouter bgp 65000 vrf a\nrouter bgp 65000 vrf b\n")
    start = router.running()
    confirm = CommitConfirm(router.endpoint, PASSWORD)
    with closing(router.connect()) as session:
        confirm.enter(session, FRR.parse(session.running_configuration()), [Command("router bgp 65000 vrf a")])
        router.configure("no router bgp 65000 vrf a\n")
        assert confirm.revert(session)
    assert router.running() != start
    assert sorted(router.running().splitlines()) == sorted(start.splitlines())
