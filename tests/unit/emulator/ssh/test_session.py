"""What goes over the wire, byte for byte, as recorded from CSR1000v 16.12.3."""

from collections.abc import Callable
from typing import Any

INVALID = b"^\r\n% Invalid input detected at '^' marker.\r\n\r\n"


def test_the_first_prompt_comes_unasked(start: Callable[..., Any], typist: Any) -> None:
    assert typist(start().port).read() == b"\r\ncsr1000v#"


def test_every_byte_is_echoed_before_return(person: Any) -> None:
    for key in b"show clock":
        assert person.type(bytes([key]).decode(), bytes([key])) == bytes([key])


def test_cr_lf_and_both_are_one_return(person: Any) -> None:
    for end in ("\r", "\n", "\r\n"):
        assert person.type(end) == b"\r\ncsr1000v#"


def test_nul_is_ignored(person: Any) -> None:
    person.send(b"\x00")
    assert person.type("\r") == b"\r\ncsr1000v#"


def test_a_wrong_word_gets_a_caret_under_it(person: Any) -> None:
    assert person.type("show runx\r") == b"show runx\r\n" + b" " * 17 + INVALID + b"csr1000v#"


def test_incomplete_is_followed_by_an_empty_line(person: Any) -> None:
    person.type("configure terminal\r")
    assert person.type("enable\r") == b"enable\r\n% Incomplete command.\r\n\r\ncsr1000v(config)#"


def test_ambiguous_quotes_the_whole_line_and_no_empty_line_follows(person: Any) -> None:
    assert person.type("show i\r") == b'show i\r\n% Ambiguous command:  "show i"\r\ncsr1000v#'


def test_a_single_unknown_word_is_taken_for_a_host(person: Any) -> None:
    answer = b"% Bad IP address or host name% Unknown command or computer name, or unable to find computer address"
    assert person.type("tclx\r") == b"tclx\r\n" + answer + b"\r\ncsr1000v#"


def test_configuration_is_announced_with_two_spaces(person: Any) -> None:
    answer = b"Enter configuration commands, one per line.  End with CNTL/Z."
    assert person.type("conf t\r") == b"conf t\r\n" + answer + b"\r\ncsr1000v(config)#"


def test_terminal_width_in_configuration_is_marked_at_its_second_word(person: Any) -> None:
    person.type("conf t\r")
    assert person.type("terminal width 512\r") == b"terminal width 512\r\n" + b" " * 26 + INVALID + b"csr1000v(config)#"


def test_each_mode_has_its_prompt(person: Any) -> None:
    wanted = {
        "ip vrf red": "config-vrf",
        "vrf definition blue": "config-vrf",
        "address-family ipv4": "config-vrf-af",
        "exit-address-family": "config-vrf",
        "interface Gi2": "config-if",
        "interface Gi4.10": "config-subif",
        "router bgp 1": "config-router",
        "address-family vpnv4": "config-router-af",
        "exit": "config-router",
        "archive": "config-archive",
        "log config": "config-archive-log-cfg",
        "route-map m": "config-route-map",
        "line vty 0 4": "config-line",
        "exit ": "config",
    }
    person.type("conf t\r")
    for line, mode in wanted.items():
        assert person.type(line + "\r").split(b"\r\n")[-1] == f"csr1000v({mode})#".encode(), line
    assert person.type("end\r") == b"end\r\ncsr1000v#"


def test_control_z_leaves_configuration_from_anywhere(person: Any) -> None:
    person.type("conf t\r")
    person.type("interface Gi2\r")
    assert person.type("\x1a") == b"^Z\r\ncsr1000v#"


def test_a_long_hostname_is_cut_at_twenty_in_configuration(person: Any) -> None:
    person.type("conf t\r")
    answer = person.type("hostname very-very-long-hostname-indeed\r")
    assert answer.endswith(b"\r\nvery-very-long-hostn(config)#")
    assert person.type("end\r") == b"end\r\nvery-very-long-hostname-indeed#"


def test_do_runs_exec_commands_in_configuration(person: Any) -> None:
    person.type("conf t\r")
    assert person.type("do show privilege\r").split(b"\r\n")[1:] == [
        b"Current privilege level is 15",
        b"csr1000v(config)#",
    ]


def test_enable_asks_and_does_not_echo(start: Callable[..., Any], typist: Any) -> None:
    person = typist(start(privilege=1, enable_password="sesame").port)
    assert person.read(b">") == b"\r\ncsr1000v>"
    assert person.type("enable\r", b": ") == b"enable\r\nPassword: "
    assert person.type("sesame\r") == b"\r\ncsr1000v#"
    assert person.type("disable\r", b">") == b"disable\r\ncsr1000v>"


def test_wrong_enable_passwords_end_after_three(start: Callable[..., Any], typist: Any) -> None:
    person = typist(start(privilege=1, enable_password="sesame").port)
    person.read(b">")
    person.type("enable\r", b": ")
    assert person.type("a\r", b": ") == b"\r\nPassword: "
    person.type("b\r", b": ")
    assert person.type("c\r", b">") == b"\r\n% Bad secrets\r\n\r\ncsr1000v>"


def test_enable_without_a_password_set_is_refused(start: Callable[..., Any], typist: Any) -> None:
    person = typist(start(privilege=1).port)
    person.read(b">")
    assert person.type("enable\r", b">") == b"enable\r\n% No password set\r\ncsr1000v>"


def test_configure_in_user_mode_is_marked_after_con(start: Callable[..., Any], typist: Any) -> None:
    person = typist(start(privilege=1).port)
    person.read(b">")
    assert person.type("configure terminal\r", b">") == b"configure terminal\r\n" + b" " * 12 + INVALID + b"csr1000v>"


def test_a_question_mark_lists_and_repaints_the_line(person: Any) -> None:
    answer = person.type("configure re?", b"csr1000v#configure re")
    assert answer == b"configure re?\r\nreplace  revert\r\n\r\ncsr1000v#configure re"


def test_backspace_takes_the_last_character_back(person: Any) -> None:
    answer = person.type("show privilegee\x08\r")
    assert answer == b"show privilegee\x08 \x08\r\nCurrent privilege level is 15\r\ncsr1000v#"


def test_the_pager_stops_after_a_page_and_erases_itself(person: Any) -> None:
    person.type("terminal length 5\r")
    first = person.type("show running-config\r", b" --More-- ")
    assert len(first.split(b"\r\n")) == 6
    second = person.type(" ", b" --More-- ")
    assert second.startswith(b"\x08" * 9 + b" " * 8 + b"\x08" * 9)
    assert len(second.split(b"\r\n")) == 5
    assert person.type("q") == b"\x08" * 9 + b" " * 8 + b"\x08" * 9 + b"csr1000v#"


def test_the_write_memory_answer(person: Any) -> None:
    assert person.type("write mem\r") == b"write mem\r\nBuilding configuration...\r\n[OK]\r\ncsr1000v#"


def test_copy_to_startup_asks_for_the_name(person: Any) -> None:
    question = b"Destination filename [startup-config]? "
    assert person.type("copy run start\r", b"? ") == b"copy run start\r\n" + question
    assert person.type("\r") == b"\r\nBuilding configuration...\r\n[OK]\r\ncsr1000v#"


def test_exit_closes_the_connection(person: Any) -> None:
    person.send("exit\r")
    assert person.read(b"never") == b"exit\r\n"


def test_filtered_output_has_no_header(person: Any) -> None:
    assert person.run("show running-config | include ^hostname") == "hostname csr1000v"
    assert person.run("show run | i nothing-like-this") == ""
