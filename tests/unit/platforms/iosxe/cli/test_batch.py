"""A batch takes effect as a whole, or what was accepted of it is taken back and the error says so."""

from dataclasses import dataclass

import pytest

from errors import RefusalError, SessionLostError
from platforms.iosxe.cli.batch import Batch, Verdict
from platforms.iosxe.cli.modes import Modes
from platforms.iosxe.cli.prompts import mode_after
from platforms.iosxe.cli.terminal import Terminal
from tests.step import Step


class Router:
    """A wire with a router of few words behind it: every line is accepted but those with an answer given for them."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {line.replace("_", " "): list(texts) for line, texts in answers.items()}
        self.lines: list[str] = []
        self.mode = ""
        self.out = b""
        self.gone = False

    def settimeout(self, seconds: float | None) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        line = data.decode().rstrip("\n")
        self.lines.append(line)
        if self.gone:
            return
        if line == "\x03":
            self.mode = ""
            self.out += b"^C\r\nrt#"
            return
        answer = self.answers.get(line, [""])
        text = answer.pop(0) if len(answer) > 1 else answer[0]
        if text == "lost":
            self.gone = True
            return
        if text.startswith("Config session is locked"):
            self.mode = ""
        elif not text.startswith(("%", "BGP")):
            self.mode = mode_after(self.mode, line)
        if text.endswith("[confirm]"):
            self.out += f"{line}\r\n{text}".encode()
            return
        prompt = f"rt({self.mode})#" if self.mode else "rt#"
        self.out += f"{line}\r\n{text}\r\n{prompt}".replace("\r\n\r\n", "\r\n").encode()

    def recv(self, size: int) -> bytes:
        out, self.out = self.out, b""
        return out


def judge(answer: str) -> Verdict:
    if "in progress" in answer or "locked by" in answer:
        return "retry"
    return "refused" if answer.startswith(("% Invalid", "% VRF", "BGP")) else "fine"


def batch(router: Router, retry_seconds: float = 5) -> Batch:
    terminal = Terminal(router, "rt1", 30)
    terminal.host = "rt"
    return Batch(Modes(terminal, "rt1"), judge, retry_seconds)


FAMILY = ("router bgp 65000", "address-family ipv4 vrf RED")


def test_modes_are_entered_once_and_left_in_order() -> None:
    router = Router()
    batch(router).run(
        [
            Step("ip vrf RED"),
            Step("rd 1:1", ("ip vrf RED",)),
            Step("neighbor 10.0.0.1 remote-as 1", FAMILY),
            Step("neighbor 10.0.0.1 activate", FAMILY),
            Step("bgp router-id 1.1.1.1", FAMILY[:1]),
        ],
        [],
    )
    assert router.lines == [
        "configure terminal",
        "ip vrf RED",
        "rd 1:1",
        "exit",
        "router bgp 65000",
        "address-family ipv4 vrf RED",
        "neighbor 10.0.0.1 remote-as 1",
        "neighbor 10.0.0.1 activate",
        "exit",
        "bgp router-id 1.1.1.1",
        "end",
    ]


def test_a_refused_line_stops_the_batch_and_sends_the_undo() -> None:
    router = Router(bad=["% Invalid input detected at '^' marker."])
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Step("ip vrf RED"), Step("bad", ("ip vrf RED",)), Step("never")], [Step("no ip vrf RED")])
    assert router.lines == ["configure terminal", "ip vrf RED", "bad", "exit", "no ip vrf RED", "end"]
    assert str(caught.value) == (
        "rt1: line 'bad' refused: % Invalid input detected at '^' marker.\n"
        "  undo: 1 line had been accepted, the undo was sent\n"
        "  hint: correct what the router refuses, there or in the configuration, and run `pulumi up` again"
    )


def test_a_refused_mode_keeps_its_lines_from_landing_elsewhere() -> None:
    router = Router(**{"address-family ipv4 vrf RED": ["% VRF RED does not have an RD configured."]})
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Step("neighbor 10.0.0.1 remote-as 1", FAMILY)], [])
    assert caught.value.line == "address-family ipv4 vrf RED"
    assert "neighbor 10.0.0.1 remote-as 1" not in router.lines


def test_a_refusal_before_anything_was_accepted_needs_no_undo() -> None:
    router = Router(**{"router bgp 65000": ["BGP is already running; AS is 1"]})
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Step("bgp router-id 1.1.1.1", FAMILY[:1])], [Step("no router bgp 65000")])
    assert caught.value.undone == "not needed, no line had been accepted before it"
    assert "no router bgp 65000" not in router.lines


def test_what_passes_is_waited_out() -> None:
    router = Router(ip_vrf_RED=["% Deletion of RD in progress; wait for it to complete", ""])
    batch(router).run([Step("ip vrf RED")], [])
    assert router.lines == ["configure terminal", "ip vrf RED", "ip vrf RED", "end"]


def test_what_does_not_pass_is_a_refusal_in_the_end() -> None:
    router = Router(ip_vrf_RED=["% Deletion of RD in progress; wait for it to complete"])
    with pytest.raises(RefusalError) as caught:
        batch(router, retry_seconds=0.1).run([Step("ip vrf RED")], [])
    assert caught.value.answer == "% Deletion of RD in progress; wait for it to complete"


def test_a_configuration_somebody_has_locked_is_waited_for() -> None:
    locked = "% Configuration mode is locked by process '484', in progress"
    router = Router(configure_terminal=[locked, ""])
    batch(router).run([Step("ip vrf RED")], [])
    assert router.lines == ["configure terminal", "configure terminal", "ip vrf RED", "end"]


def test_a_way_out_that_arrived_garbled_is_typed_again() -> None:
    router = Router(end=["% Invalid input detected at '^' marker.", ""])
    batch(router).run([Step("ip vrf a")], [])
    assert router.lines == ["configure terminal", "ip vrf a", "end", "end"]


def test_a_way_out_that_no_router_would_refuse_is_a_refusal_in_the_end() -> None:
    router = Router(end=["% Invalid input detected at '^' marker."])
    with pytest.raises(RefusalError):
        batch(router).run([Step("ip vrf a")], [])
    assert router.lines == ["configure terminal", "ip vrf a", "end", "end", "end"]


def test_an_undo_line_that_is_refused_is_named_and_the_others_are_sent() -> None:
    router = Router(bad=["% Invalid input"], no_x=["% Invalid input"])
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Step("ip vrf RED"), Step("bad")], [Step("no x"), Step("no ip vrf RED")])
    assert caught.value.undone == "1 line had been accepted, the undo was sent, without 'no x' which the router refused"
    assert router.lines[-2:] == ["no ip vrf RED", "end"]


def test_a_lost_session_says_how_far_it_came() -> None:
    router = Router(rd_1=["lost"])
    with pytest.raises(SessionLostError) as caught:
        batch(router).run([Step("ip vrf RED"), Step("rd 1", ("ip vrf RED",)), Step("x")], [])
    assert str(caught.value) == (
        "rt1: the connection was lost after 'rd 1'; 1 line had been accepted, the last was 'ip vrf RED'\n"
        "  hint: once the router can be reached again, `pulumi up` continues from its running configuration"
    )


def test_a_question_in_the_middle_is_broken_off_and_counts_as_refused() -> None:
    router = Router(no_username_x=["This operation will remove all its credentials. Sure?[confirm]"])
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Step("no username x")], [])
    assert caught.value.answer == "it asks 'This operation will remove all its credentials. Sure?[confirm]'"
    assert "\x03" in router.lines


AHEAD = ("ip vrf RED",)


def targets(*numbers: int) -> list[Step]:
    return [Step(f"route-target import 65000:{number}", AHEAD) for number in numbers]


def sent_after(router: Router, line: str) -> list[str]:
    return router.lines[router.lines.index(line) + 1 :]


def test_the_answer_to_a_line_sent_ahead_is_that_lines_own() -> None:
    router = Router(**{"route-target import 65000:2": ["% Invalid input"]})
    with pytest.raises(RefusalError) as caught:
        batch(router).run(targets(1, 2, 3), [Step("no ip vrf RED")])
    assert (caught.value.line, caught.value.answer) == ("route-target import 65000:2", "% Invalid input")


def test_after_a_refusal_nothing_is_sent_but_the_undo() -> None:
    router = Router(**{"route-target import 65000:2": ["% Invalid input"]})
    with pytest.raises(RefusalError):
        batch(router).run(targets(*range(1, 9)), [Step("no ip vrf RED")])
    assert sent_after(router, "route-target import 65000:2") == ["exit", "no ip vrf RED", "end"]


def test_what_was_accepted_behind_a_refused_line_counts_as_accepted() -> None:
    router = Router(**{"route-target import 65000:1": ["% Invalid input"]})
    with pytest.raises(RefusalError) as caught:
        batch(router).run(targets(1, 2), [Step("no ip vrf RED")])
    assert caught.value.undone == "2 lines had been accepted, the undo was sent"


def test_a_settled_line_is_not_sent_behind_a_refused_one() -> None:
    router = Router(**{"route-target import 65000:1": ["% Invalid input"]})
    with pytest.raises(RefusalError):
        batch(router).run([*targets(1), Step("open", AHEAD, settled=True)], [])
    assert "open" not in router.lines


def test_a_line_that_must_wait_is_typed_again_behind_those_sent_ahead_of_its_answer() -> None:
    router = Router(**{"route-target import 65000:1": ["% Deletion of RD in progress", ""]})
    batch(router).run([*targets(1, 2), Step("open", AHEAD, settled=True)], [])
    assert router.lines == [
        "configure terminal",
        "ip vrf RED",
        "route-target import 65000:1",
        "route-target import 65000:2",
        "route-target import 65000:1",
        "open",
        "end",
    ]


def test_what_was_refused_because_of_a_waiting_line_is_typed_again_after_it() -> None:
    router = Router(
        **{
            "route-target import 65000:1": ["% Deletion of RD in progress", ""],
            "route-target import 65000:2": ["% VRF RED does not have an RD configured.", ""],
        }
    )
    batch(router).run(targets(1, 2), [])
    assert router.lines[-3:] == ["route-target import 65000:1", "route-target import 65000:2", "end"]


def test_a_line_sent_ahead_that_is_refused_in_the_end_is_undone() -> None:
    router = Router(**{"route-target import 65000:1": ["% Deletion of RD in progress"]})
    with pytest.raises(RefusalError) as caught:
        batch(router, retry_seconds=0.1).run(targets(1), [])
    assert caught.value.answer == "% Deletion of RD in progress"


def test_a_session_lost_with_lines_on_their_way_says_which_are_in_doubt() -> None:
    steps = [Step("a 1", AHEAD), Step("b 1", AHEAD), Step("c 1", AHEAD)]
    router = Router(b_1=["lost"])
    with pytest.raises(SessionLostError) as caught:
        batch(router).run(steps, [])
    assert caught.value.what == (
        "the connection was lost after 'b 1'; 2 lines had been accepted, the last was 'a 1'; "
        "2 lines were sent and not answered, from 'b 1' to 'c 1', each may have taken effect"
    )


def test_thrown_out_of_configuration_by_a_rollback_it_goes_back_to_where_it_was() -> None:
    locked = "Config session is locked by process '566', user will be pushed back to exec mode."
    router = Router(**{"rd 1:1": [locked, ""]})
    batch(router).run([Step("rd 1:1", AHEAD)], [])
    entered = ["configure terminal", "ip vrf RED", "rd 1:1"]
    assert router.lines == [*entered, *entered, "end"]


def test_a_password_that_the_router_repeats_is_not_passed_on() -> None:
    @dataclass(frozen=True)
    class Secret(Step):
        @property
        def shown(self) -> str:
            return "neighbor 10.0.0.1 password …"

    line = "neighbor 10.0.0.1 password s3cret"
    router = Router(**{line: [f'% Invalid or ambiguous command:  "{line}"']})
    with pytest.raises(RefusalError) as caught:
        batch(router).run([Secret(line)], [])
    assert "s3cret" not in str(caught.value)
