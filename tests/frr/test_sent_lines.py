"""Lines sent to a real FRR router: their modes, what is refused and undone, and what a cut connection leaves."""

import re
import shlex
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from errors import RefusalError, SessionLostError
from platforms.frr.cli.script import MOST_LINES
from platforms.frr.cli.session import SEND, Session
from platforms.plan import Command
from tests.eventually import eventually
from tests.frr.lines import BGP, CONFIGURED, LIST, NO_LIST, STEPS, UNDO, configured
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

NOT_NEEDED = "not needed, no line had been accepted before it"


def refusal_of(session: Session, *steps: Command, undo: tuple[Command, ...] = ()) -> RefusalError:
    with pytest.raises(RefusalError) as raised:
        session.configure(steps, undo)
    return raised.value


def test_lines_are_sent_in_their_modes_and_the_undo_takes_them_back(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS, UNDO)
    assert configured(router) == CONFIGURED
    assert session.take_back(UNDO) == "the undo was sent"
    assert configured(router) == ""


def test_lines_that_arrive_in_part_are_not_sent(router: FrrRouter, session: Session) -> None:
    whole = shlex.join(["sh", "-c", SEND])
    assert session.shell._connection.run(whole, "router bgp 65000\n").exit_code == 1
    assert configured(router) == ""


def test_a_line_of_wrong_syntax_is_refused_before_anything_is_sent(router: FrrRouter, session: Session) -> None:
    error = refusal_of(session, *STEPS, Command("neighbor 10.0.0.1 remote-sa 3", BGP), undo=UNDO)
    assert (error.line, error.answer, error.undone) == (
        "neighbor 10.0.0.1 remote-sa 3",
        "Unknown command",
        NOT_NEEDED,
    )
    assert configured(router) == ""


def test_a_password_in_a_line_of_wrong_syntax_is_not_repeated(session: Session) -> None:
    error = refusal_of(session, Command("router bgp 65000"), Command("neighbor 10.0.0.1 password a b", BGP))
    assert error.line == "neighbor 10.0.0.1 password …"
    assert str(error).count("password") == 1


def test_a_line_that_the_daemon_refuses_is_named_and_the_rest_is_undone(router: FrrRouter, session: Session) -> None:
    refused = Command("neighbor 10.0.0.9 timers 3 9", BGP)
    error = refusal_of(session, *STEPS[:4], refused, *STEPS[4:], undo=UNDO)
    assert error.line == refused.line
    assert error.answer == "Specify remote-as or peer-group commands first"
    assert error.undone == "8 lines had been accepted, the undo was sent"
    assert configured(router) == ""


def test_a_password_that_the_daemon_refuses_is_not_repeated(router: FrrRouter, session: Session) -> None:
    error = refusal_of(session, *STEPS[:3], Command("neighbor 10.0.0.9 password other-secret", BGP), undo=UNDO)
    assert error.line == "neighbor 10.0.0.9 password …"
    assert error.answer == "Specify remote-as or peer-group commands first"
    assert "other-secret" not in str(error)
    assert configured(router) == ""


def test_a_mode_that_is_refused_keeps_its_lines_from_being_sent(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS[:4])
    before = configured(router)
    other = Command("router bgp 65001")
    error = refusal_of(session, other, Command("neighbor 10.0.0.3 remote-as 3", (other.line,)))
    assert (error.line, error.answer, error.undone) == (other.line, "BGP is already running; AS is 65000", NOT_NEEDED)
    assert configured(router) == before


def test_the_mode_is_named_where_a_line_before_it_does_not_open_it(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS[:4])
    error = refusal_of(session, LIST, Command("neighbor 10.0.0.3 remote-as 3", ("router bgp 65001",)), undo=(NO_LIST,))
    assert error.line == "router bgp 65001"
    assert error.answer.startswith("BGP is already running; AS is 65000")


def test_a_settled_line_is_sent_only_after_those_before_it_were_accepted(router: FrrRouter, session: Session) -> None:
    settled = Command("neighbor 10.0.0.1 remote-as 65001", BGP, settled=True)
    refused = Command("neighbor 10.0.0.9 timers 3 9", BGP)
    error = refusal_of(session, *STEPS[:3], refused, settled)
    assert error.line == refused.line
    assert "neighbor" not in configured(router)


def test_what_is_only_information_is_no_refusal(router: FrrRouter, session: Session) -> None:
    session.configure((*STEPS, Command("neighbor 10.0.0.1 graceful-restart", BGP)))
    assert "neighbor 10.0.0.1 graceful-restart" in configured(router)


def test_no_password_is_in_an_argument_of_a_process_of_the_router(router: FrrRouter, session: Session) -> None:
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.update(" ".join(words) for _, words in router.processes())

    many = [Command(f"neighbor 10.0.1.{n} remote-as 65001", BGP) for n in range(1, 60)]
    more = [Command(f"neighbor 10.0.1.{n} password secret-{n}", BGP) for n in range(1, 60)]
    with ThreadPoolExecutor() as pool:
        watcher = pool.submit(look)
        session.configure((*STEPS, *many, *more), UNDO)
        done.set()
        watcher.result()
    assert any(words.startswith("vtysh -f /proc/self/fd/0") for words in seen)
    assert any(words.startswith("vtysh -C -f /proc/self/fd/0") for words in seen)
    assert [words for words in seen if "secret" in words] == []


def test_lines_of_a_connection_that_was_cut_are_sent_and_waited_for(router: FrrRouter) -> None:
    first = router.connect()
    many = [Command(f"neighbor 10.0.{n // 200}.{n % 200 + 1} remote-as 65001", BGP) for n in range(4000)]
    with ThreadPoolExecutor() as pool:
        lost = pool.submit(first.configure, (Command("router bgp 65000"), *many))
        assert eventually(lambda: "remote-as" in router.running(), True)
        first.close()
        with pytest.raises(SessionLostError) as raised:
            lost.result()
    with closing(router.connect()) as second:
        neighbors = second.running_configuration().count("remote-as")
        assert (neighbors > 0, neighbors % MOST_LINES) == (True, 0)
        assert second.running_configuration().count("remote-as") == neighbors
    assert re.search(r"; at least \d+ lines? of 4001 lines had been accepted\n", str(raised.value))
