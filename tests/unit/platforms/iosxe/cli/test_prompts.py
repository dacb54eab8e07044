"""Where a session stands is read from the prompt alone."""

import pytest

from platforms.iosxe.cli.prompts import Prompt, mode_after, prompt_at_end, question_at_end


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("\r\ncsr1000v#", Prompt("csr1000v", "", "#")),
        ("\r\ncsr1000v>", Prompt("csr1000v", "", ">")),
        ("csr1000v(config)#", Prompt("csr1000v", "config", "#")),
        ("\r\ncsr1000v(config-router-af)#", Prompt("csr1000v", "config-router-af", "#")),
        ("banner\r\nrt-1.lab#", Prompt("rt-1.lab", "", "#")),
        ("one\r\ncsr1000v# ", Prompt("csr1000v", "", "#")),
    ],
)
def test_the_last_line_tells_hostname_mode_and_privilege(text: str, prompt: Prompt) -> None:
    assert prompt_at_end(text) == prompt


@pytest.mark.parametrize(
    "text",
    ["csr1000v#show run\r\n", "\r\n access-list # is here", "interface GigabitEthernet2\r\n", "", "a b#", "####"],
)
def test_other_text_is_no_prompt(text: str) -> None:
    assert prompt_at_end(text) is None


def test_a_log_message_after_the_prompt_does_not_hide_it() -> None:
    log = "*Nov 23 22:10:11.123: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (127.0.0.1)"
    assert prompt_at_end(f"\r\ncsr1000v#\r\n{log}\r\n") == Prompt("csr1000v", "", "#")


def test_only_the_routers_own_name_counts_once_it_is_known() -> None:
    assert prompt_at_end("\r\nother#", "csr1000v") is None


def test_a_long_hostname_is_known_by_its_first_20_characters_in_configuration() -> None:
    host = "very-very-long-hostname"
    assert prompt_at_end("\r\nvery-very-long-hostn(config)#", host) == Prompt("very-very-long-hostn", "config", "#")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("\r\nDestination filename [startup-config]?", "Destination filename [startup-config]?"),
        (
            "\r\nOverwrite the previous NVRAM configuration?[confirm]",
            "Overwrite the previous NVRAM configuration?[confirm]",
        ),
        (
            "\r\nDo you really want to remove these keys? [yes/no]: ",
            "Do you really want to remove these keys? [yes/no]:",
        ),
        ("\r\nPassword: ", "Password:"),
        ("\r\ncsr1000v#", None),
    ],
)
def test_a_question_is_told_from_a_prompt(text: str, question: str | None) -> None:
    assert question_at_end(text) == question


@pytest.mark.parametrize(
    ("mode", "line", "after"),
    [
        ("", "configure terminal", "config"),
        ("", "configure terminal revert timer 5", "config"),
        ("", "configure terminal lock", "config"),
        ("config", "ip vrf k8s-calico", "config-vrf"),
        ("config-vrf", "vrf definition k8s-calico", "config-vrf"),
        ("config-vrf", "address-family ipv4", "config-vrf-af"),
        ("config", "interface GigabitEthernet2", "config-if"),
        ("config", "interface GigabitEthernet2.100", "config-subif"),
        ("config", "router bgp 65000", "config-router"),
        ("config-router", "address-family ipv4 vrf k8s-calico", "config-router-af"),
        ("config-router-af", "neighbor 10.0.0.1 activate", "config-router-af"),
        ("config-router-af", "exit-address-family", "config-router"),
        ("config-router-af", "exit", "config-router"),
        ("config-if", "exit", "config"),
        ("config-if", "end", ""),
        ("config", "exit", ""),
        ("config", "no ip vrf k8s-calico", "config"),
        ("config-if", "ip vrf forwarding k8s-calico", "config-if"),
    ],
)
def test_a_line_leads_to_its_mode(mode: str, line: str, after: str) -> None:
    assert mode_after(mode, line) == after


def test_the_revert_timers_last_minute_hides_no_prompt() -> None:
    announced = (
        "Rollback Confirmed Change: Rollback will begin in one minute.\r\n"
        'Enter "configure confirm" if you wish to keep what you\'ve configured\r\n'
    )
    assert prompt_at_end(f"\r\ncsr1000v(config)#{announced}") == Prompt("csr1000v", "config", "#")
