"""The bytes of a session, as recorded from CSR1000v 16.12.3."""

from collections.abc import Callable
from typing import Any

INVALID = b"^\r\n% Invalid input detected at '^' marker.\r\n\r\n"


def test_the_first_prompt_comes_unasked(start: Callable[..., Any], typist: Any) -> None:
    assert typist(start().port).read() == b"\r\ncsr1000v#"


def test_every_byte_is_echoed_before_return(cli: Any) -> None:
    for key in b"show clock":
        assert cli.type(bytes([key]).decode(), bytes([key])) == bytes([key])


def test_cr_lf_and_both_are_one_return(cli: Any) -> None:
    for end in ("\r", "\n", "\r\n"):
        assert cli.type(end) == b"\r\ncsr1000v#"


def test_nul_is_ignored(cli: Any) -> None:
    cli.send(b"\x00")
    assert cli.type("\r") == b"\r\ncsr1000v#"


def test_a_wrong_word_gets_a_caret_under_it(cli: Any) -> None:
    assert cli.type("show runx\r") == b"show runx\r\n" + b" " * 17 + INVALID + b"csr1000v#"


def test_incomplete_is_followed_by_an_empty_line(cli: Any) -> None:
    cli.type("configure terminal\r")
    assert cli.type("enable\r") == b"enable\r\n% Incomplete command.\r\n\r\ncsr1000v(config)#"


def test_ambiguous_quotes_the_whole_line_and_no_empty_line_follows(cli: Any) -> None:
    assert cli.type("show i\r") == b'show i\r\n% Ambiguous command:  "show i"\r\ncsr1000v#'


def test_a_single_unknown_word_is_looked_up_as_a_host(cli: Any) -> None:
    answer = b"% Bad IP address or host name% Unknown command or computer name, or unable to find computer address"
    assert cli.type("tclx\r") == b"tclx\r\n" + answer + b"\r\ncsr1000v#"


def test_configuration_is_announced_with_two_spaces(cli: Any) -> None:
    answer = b"Enter configuration commands, one per line.  End with CNTL/Z."
    assert cli.type("conf t\r") == b"conf t\r\n" + answer + b"\r\ncsr1000v(config)#"


def test_terminal_width_in_configuration_is_marked_at_its_second_word(cli: Any) -> None:
    cli.type("conf t\r")
    assert cli.type("terminal width 512\r") == b"terminal width 512\r\n" + b" " * 26 + INVALID + b"csr1000v(config)#"


def test_each_mode_has_its_prompt(cli: Any) -> None:
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
    cli.type("conf t\r")
    for line, mode in wanted.items():
        assert cli.type(line + "\r").split(b"\r\n")[-1] == f"csr1000v({mode})#".encode(), line
    assert cli.type("end\r") == b"end\r\ncsr1000v#"


def test_control_z_leaves_configuration_from_anywhere(cli: Any) -> None:
    cli.type("conf t\r")
    cli.type("interface Gi2\r")
    assert cli.type("\x1a") == b"^Z\r\ncsr1000v#"


def test_a_long_hostname_is_cut_at_twenty_in_configuration(cli: Any) -> None:
    cli.type("conf t\r")
    answer = cli.type("hostname very-very-long-hostname-indeed\r")
    assert answer.endswith(b"\r\nvery-very-long-hostn(config)#")
    assert cli.type("end\r") == b"end\r\nvery-very-long-hostname-indeed#"


def test_do_runs_exec_commands_in_configuration(cli: Any) -> None:
    cli.type("conf t\r")
    assert cli.type("do show privilege\r").split(b"\r\n")[1:] == [
        b"Current privilege level is 15",
        b"csr1000v(config)#",
    ]


def test_enable_asks_for_a_password_without_echo(start: Callable[..., Any], typist: Any) -> None:
    cli = typist(start(privilege=1, enable_password="sesame").port)
    assert cli.read(b">") == b"\r\ncsr1000v>"
    assert cli.type("enable\r", b": ") == b"enable\r\nPassword: "
    assert cli.type("sesame\r") == b"\r\ncsr1000v#"
    assert cli.type("disable\r", b">") == b"disable\r\ncsr1000v>"


def test_enable_ends_after_three_wrong_passwords(start: Callable[..., Any], typist: Any) -> None:
    cli = typist(start(privilege=1, enable_password="sesame").port)
    cli.read(b">")
    cli.type("enable\r", b": ")
    assert cli.type("a\r", b": ") == b"\r\nPassword: "
    cli.type("b\r", b": ")
    assert cli.type("c\r", b">") == b"\r\n% Bad secrets\r\n\r\ncsr1000v>"


def test_enable_without_a_password_set_is_refused(start: Callable[..., Any], typist: Any) -> None:
    cli = typist(start(privilege=1).port)
    cli.read(b">")
    assert cli.type("enable\r", b">") == b"enable\r\n% No password set\r\ncsr1000v>"


def test_configure_in_user_mode_is_marked_after_con(start: Callable[..., Any], typist: Any) -> None:
    cli = typist(start(privilege=1).port)
    cli.read(b">")
    assert cli.type("configure terminal\r", b">") == b"configure terminal\r\n" + b" " * 12 + INVALID + b"csr1000v>"


def test_a_question_mark_lists_and_repaints_the_line(cli: Any) -> None:
    answer = cli.type("configure re?", b"csr1000v#configure re")
    assert answer == b"configure re?\r\nreplace  revert\r\n\r\ncsr1000v#configure re"


def test_backspace_removes_the_last_character(cli: Any) -> None:
    answer = cli.type("show privilegee\x08\r")
    assert answer == b"show privilegee\x08 \x08\r\nCurrent privilege level is 15\r\ncsr1000v#"


def test_the_pager_stops_after_a_page_and_erases_itself(cli: Any) -> None:
    cli.type("terminal length 5\r")
    first = cli.type("show running-config\r", b" --More-- ")
    assert len(first.split(b"\r\n")) == 6
    second = cli.type(" ", b" --More-- ")
    assert second.startswith(b"\x08" * 9 + b" " * 8 + b"\x08" * 9)
    assert len(second.split(b"\r\n")) == 5
    assert cli.type("q") == b"\x08" * 9 + b" " * 8 + b"\x08" * 9 + b"csr1000v#"


def test_the_write_memory_answer(cli: Any) -> None:
    assert cli.type("write mem\r") == b"write mem\r\nBuilding configuration...\r\n[OK]\r\ncsr1000v#"


def test_copy_to_startup_asks_for_the_name(cli: Any) -> None:
    question = b"Destination filename [startup-config]? "
    assert cli.type("copy run start\r", b"? ") == b"copy run start\r\n" + question
    assert cli.type("\r") == b"\r\nBuilding configuration...\r\n[OK]\r\ncsr1000v#"


def test_exit_closes_the_connection(cli: Any) -> None:
    cli.send("exit\r")
    assert cli.read(b"never") == b"exit\r\n"


def test_filtered_output_has_no_header(cli: Any) -> None:
    assert cli.run("show running-config | include ^hostname") == "hostname csr1000v"
    assert cli.run("show run | i nothing-like-this") == ""
