"""Configuration lines as a file for vtysh, and which of them it refused; texts as FRR 8.4.4 prints them."""

from platforms.frr.cli.script import MOST_LINES, batches, script_of
from platforms.plan import Command
from transport.remote_command import Outcome

BGP = ("router bgp 65000",)
FAMILY = (*BGP, "address-family ipv4 unicast")
STEPS = (
    Command("ip prefix-list A seq 5 permit 10.0.0.0/8"),
    Command("router bgp 65000"),
    Command("neighbor 10.0.0.1 password secret", BGP),
    Command("maximum-paths 4", FAMILY),
    Command("neighbor 10.0.0.1 timers 3 9", BGP),
    Command("ip address 10.0.0.254/24", ("interface eth0",)),
)
TEXT = """\
ip prefix-list A seq 5 permit 10.0.0.0/8
router bgp 65000
neighbor 10.0.0.1 password secret
address-family ipv4 unicast
maximum-paths 4
exit
neighbor 10.0.0.1 timers 3 9
exit
interface eth0
ip address 10.0.0.254/24
"""


def answer(errors: str, output: str = "") -> str:
    return script_of(STEPS).answer(Outcome(2, output, errors))


def test_modes_are_entered_and_left_between_the_lines() -> None:
    assert script_of(STEPS).text == TEXT


def test_a_line_that_is_not_in_the_mode_that_the_last_one_opened_leaves_it() -> None:
    lines = (Command("router bgp 65000"), Command("no ip prefix-list A"))
    assert script_of(lines).text == "router bgp 65000\nexit\nno ip prefix-list A\n"


def test_no_steps_are_no_lines() -> None:
    assert script_of(()).text == ""
    assert list(batches(())) == []


def test_a_group_ends_after_a_line_that_opens_a_mode() -> None:
    assert [len(group) for group in batches(STEPS)] == [2, 4]


def test_a_group_ends_before_a_settled_line() -> None:
    settled = Command("neighbor 10.0.0.1 remote-as 65001", BGP, settled=True)
    assert [len(group) for group in batches((*STEPS, settled, STEPS[0]))] == [2, 4, 2]


def test_a_group_ends_after_so_many_lines_as_a_slow_router_takes_in_seconds() -> None:
    assert [len(group) for group in batches(STEPS[2:3] * 1001)] == [MOST_LINES, MOST_LINES, 1]


def test_refused_lines_are_found_by_their_numbers() -> None:
    errors = (
        "line 5: % Unknown command[25]: maximum-paths 4\n"
        "line 3: Failure to communicate[13] to bgpd, line: neighbor 10.0.0.1 password secret\n\n"
    )
    assert script_of(STEPS).refused(Outcome(2, "", errors)) == [STEPS[2], STEPS[3]]


def test_the_mode_that_is_entered_for_a_line_can_be_refused() -> None:
    errors = "line 4: % Unknown command[25]: address-family ipv4 unicast\n"
    assert script_of(STEPS).refused(Outcome(2, "", errors)) == [Command("address-family ipv4 unicast", BGP)]


def test_the_answer_to_wrong_syntax_does_not_repeat_the_line() -> None:
    assert answer("line 3: % Unknown command[25]: neighbor 10.0.0.1 password secret\n") == "Unknown command"


def test_the_answer_of_a_daemon_is_its_own_text() -> None:
    errors = "line 3: Failure to communicate[13] to bgpd, line: neighbor 10.0.0.1 password secret\n\n"
    assert answer(errors, "% Configure the peer-group first\n") == "Configure the peer-group first"


def test_a_password_in_the_answer_of_a_daemon_is_not_repeated() -> None:
    errors = "line 3: Failure to communicate[13] to bgpd, line: neighbor 10.0.0.1 password secret\n\n"
    assert answer(errors, "% secret is too short\n") == "… is too short"


def test_a_daemon_without_an_answer_is_named() -> None:
    errors = "line 3: Failure to communicate[13] to bgpd, line: neighbor 10.0.0.1 password secret\n\n"
    assert answer(errors) == "bgpd gives no reason"


def test_what_is_only_information_is_no_refusal() -> None:
    text = "Graceful restart configuration changed, reset this peer to take effect\n"
    assert script_of(STEPS).refused(Outcome(0, text, "")) == []
