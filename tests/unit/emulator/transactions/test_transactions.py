"""Files, archive, replace, commit-confirm."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.eventually import eventually, stays

Start = Callable[..., Any]
MINUTE_SECONDS = 1.5
ARCHIVE = "hostname csr1000v\narchive\n path bootflash:backup\n"


@pytest.fixture
def cli(start: Start) -> Any:
    shell = start(startup=ARCHIVE, minute_seconds=MINUTE_SECONDS).login()
    yield shell
    shell.close()


def running(cli: Any) -> list[str]:
    text: str = cli.run("show running-config")
    lines = text.split("\n")
    return [line for line in lines[lines.index("version 17.15") :] if line]


def vrfs(cli: Any) -> list[str]:
    text: str = cli.run("show running-config | include ^ip vrf")
    return text.split("\n") if text else []


def test_copying_to_flash_asks_and_counts(cli: Any) -> None:
    cli.type("copy running-config flash:base.txt\r", b"[base.txt]? ")
    answer = cli.type("\r").decode().replace("\r\n", "\n")
    assert " bytes copied in 0.433 secs (" in answer
    assert answer.endswith(" bytes/sec)\n\ncsr1000v#")
    assert cli.run("dir flash: | i bytes") == cli.run("dir").split("\n")[-1]


def test_a_quiet_file_prompt_asks_nothing(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end")
    assert "bytes copied" in cli.run("copy running-config flash:base.txt")
    assert "base.txt" in cli.run("dir")


def test_deleting_asks_twice(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end", "copy run flash:a", "conf t", "no file prompt", "end")
    cli.type("delete flash:a\r", b"Delete filename [a]? ")
    assert cli.type("\r", b"[confirm]").endswith(b"Delete bootflash:/a? [confirm]")
    assert cli.type("\r") == b"\r\ncsr1000v#"
    assert "  a" not in cli.run("dir")


def test_replace_restores_the_file(cli: Any) -> None:
    before = running(cli)
    cli.run("conf t", "file prompt quiet", "end", "copy run flash:base")
    wanted = running(cli)
    cli.run(
        "conf t", "ip vrf red", "rd 1:1", "interface Lo7", "ip address 7.7.7.7 255.255.255.255", "no archive", "end"
    )
    answer = cli.run("configure replace flash:base force")
    assert answer.split("\n")[-3:] == ["Total number of passes: 1", "Rollback Done", ""]
    assert running(cli) == wanted
    assert wanted != before


GROUPS = """ template peer-policy P
  prefix-list none out
 exit-peer-policy
 template peer-session S
  remote-as 65003
 exit-peer-session
 neighbor NODES peer-group
 neighbor NODES remote-as 65001
 neighbor NODES prefix-list none out
 bgp listen range 10.0.9.0/24 peer-group NODES
 neighbor 10.0.0.1 peer-group NODES
 neighbor 10.0.0.2 inherit peer-session S
 neighbor 10.0.0.2 inherit peer-policy P""".splitlines()
OTHERS = """ no template peer-policy P
 no template peer-session S
 no neighbor NODES peer-group
 neighbor 10.0.0.1 remote-as 65001
 neighbor OTHER peer-group
 neighbor OTHER remote-as 65009
 neighbor 10.0.0.2 peer-group OTHER""".splitlines()


def test_replace_restores_groups_templates_and_ranges(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "router bgp 65000", *GROUPS, "end", "copy run flash:base")
    wanted = running(cli)
    cli.run("conf t", "router bgp 65000", *OTHERS, "end", "copy run flash:other")
    other = running(cli)
    assert "NODES" not in other
    # The range is listed above its group, which it needs.
    assert "Total number of passes: 2\nRollback Done" in cli.run("configure replace flash:base force")
    assert running(cli) == wanted
    assert "Rollback Done" in cli.run("configure replace flash:other force")
    assert running(cli) == other


def test_incremental_differences_name_a_group_before_its_member(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end", "copy run flash:base", "conf t", "router bgp 65000")
    cli.run(*GROUPS[6:8], GROUPS[10], "end", "copy run flash:groups", "configure replace flash:base force")
    answer = cli.run("show archive config incremental-diffs flash:groups").strip().split("\n")
    assert answer == [
        *("!List of Commands:", "router bgp 65000", "bgp log-neighbor-changes", "neighbor NODES peer-group"),
        *("neighbor NODES remote-as 65001", "neighbor 10.0.0.1 peer-group NODES", "end"),
    ]


def test_replace_asks(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end", "copy run flash:base")
    cli.type("configure replace flash:base\r", b"[no]: ")
    assert cli.type("\r") == b"\r\ncsr1000v#"


def test_replace_of_a_missing_file(cli: Any) -> None:
    answer = "Error: Could not open file bootflash:base_conf.conf for reading"
    assert cli.run("configure replace bootflash:base_conf.conf") == answer


def test_a_line_that_cannot_be_applied_aborts_the_replacement(start: Start) -> None:
    router = start(startup=ARCHIVE)
    cli = router.login()
    text = "\n".join([*running(cli)[:-1], "no such line", "end", ""])
    router.call(lambda: router.router.device.write_file("bad", text.encode()))
    answer = cli.run("configure replace flash:bad force").split("\n")
    assert answer[:3] == [
        "The rollback configlet from the last pass is listed below:",
        "********",
        "!List of Rollback Commands:",
    ]
    assert "The following commands are failed to apply to the IOS image." in answer
    cli.close()


def test_differences_put_the_indent_before_the_sign(cli: Any) -> None:
    cli.run(
        "conf t",
        "file prompt quiet",
        "interface Lo59",
        "ip address 9.9.9.9 255.255.255.255",
        "end",
        "copy run flash:old",
    )
    cli.run("conf t", "no interface Lo59", "interface Gi2", "ip address 172.20.0.1 255.255.255.0", "end")
    assert cli.run("show archive config differences flash:old system:running-config").split("\n") == [
        "!Contextual Config Diffs:",
        "interface GigabitEthernet2",
        " +ip address 172.20.0.1 255.255.255.0",
        " -no ip address",
        "-interface Loopback59",
        " -ip address 9.9.9.9 255.255.255.255",
        "",
    ]


def test_no_differences(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end", "copy run flash:old")
    assert cli.run("show archive config differences flash:old system:running-config") == "!No changes were found"
    assert cli.run("show archive config incremental-diffs flash:old ignorecase") == "!No changes were found"


def test_nothing_to_confirm(cli: Any) -> None:
    answer = "%No Rollback Confirmed Change pending"
    assert cli.run("configure confirm") == answer
    assert cli.run("configure revert now") == answer
    assert cli.run("show archive config rollback timer") == answer


def test_commit_confirm_needs_the_archive(start: Start) -> None:
    cli = start().login()
    assert (
        cli.run("configure terminal revert timer 5") == "%Turn config archive on before using Rollback Confirmed Change"
    )
    assert cli.run("show archive") == " Archive feature not enabled"
    cli.close()


def test_commit_confirm_announces_its_backup(cli: Any) -> None:
    lines = cli.run("configure terminal revert timer 100").split("\n")
    start = "Rollback Confirmed Change: Backing up current running config to bootflash:backup-"
    assert lines[0].startswith(start)
    assert lines[1:] == ["", "Enter configuration commands, one per line.  End with CNTL/Z."]


def test_a_confirmed_change_stays(cli: Any) -> None:
    cli.run("configure terminal revert timer 1", "ip vrf red", "end")
    assert cli.run("configure confirm") == ""
    assert stays(lambda: vrfs(cli), ["ip vrf red"], MINUTE_SECONDS + 0.3) == ["ip vrf red"]


def test_an_unconfirmed_change_is_reverted_even_after_its_session_ended(start: Start) -> None:
    router = start(startup=ARCHIVE, minute_seconds=MINUTE_SECONDS)
    first = router.login()
    before = running(first)
    first.run("configure terminal revert timer 1", "ip vrf red", "rd 1:1", "end")
    first.close()
    second = router.login()
    assert vrfs(second) == ["ip vrf red"]
    assert eventually(lambda: running(second), before) == before
    second.close()


def test_the_timer_has_its_user_and_duration(cli: Any) -> None:
    cli.run("configure terminal revert timer 100", "end")
    lines = cli.run("show archive config rollback timer").split("\n")
    assert lines[0].startswith("Time configured(or reconfigured): ")
    assert lines[1:] == ["Timer type: absolute timer", "Timer value: 100 min", "User: admin"]


def test_revert_now_reverts_the_change(cli: Any) -> None:
    cli.run("configure terminal revert timer 100", "ip vrf red", "end")
    assert cli.run("configure revert now").split("\n")[-3:] == ["Total number of passes: 1", "Rollback Done", ""]
    assert vrfs(cli) == []


def test_a_locked_configuration_refuses_other_sessions(start: Start) -> None:
    router = start()
    first, second = router.login(), router.login()
    first.run("configure terminal lock")
    answer = "Configuration mode is locked by process '400' user 'admin' from terminal '1'. Please try later."
    assert second.run("configure terminal") == answer
    first.run("end")
    assert second.run("configure terminal") == "Enter configuration commands, one per line.  End with CNTL/Z."
    first.close()
    second.close()


def test_an_automatic_lock_prints_a_message(start: Start) -> None:
    router = start(startup=f"{ARCHIVE}configuration mode exclusive auto\n")
    first, second = router.login(), router.login()
    assert first.run("configure terminal").split("\n") == [
        "Configuration mode locked exclusively. "
        "The lock will be cleared once you exit out of configuration mode using end/exit",
        "Enter configuration commands, one per line.  End with CNTL/Z.",
    ]
    answer = "Configuration mode is locked by process '400' user 'admin' from terminal '1'. Please try later."
    assert second.run("configure terminal revert timer 5").split("\n")[-1] == answer
    first.run("end")
    second.run("configure terminal", "end")
    first.close()
    second.close()


def test_a_lost_session_releases_the_lock(start: Start) -> None:
    router = start()
    first, second = router.login(), router.login()
    first.run("configure terminal lock")
    first.close()
    given = "Enter configuration commands, one per line.  End with CNTL/Z."
    assert eventually(lambda: second.run("configure terminal"), given) == given
    second.close()


def test_the_lock_is_shown(start: Start) -> None:
    router = start()
    cli = router.login()
    free = ["-1", "unknown", "-1", "NO LOCK", "FREE", "unknown", "0"]
    held = ["400", "admin", "1", "EXCLUSIVE", "LOCKED", "EXPOSED", "1"]
    names = ["Owner PID", "User", "TTY", "Type", "State", "Class", "Count"]
    for line, values in (("show configuration lock", free), ("do show configuration lock", held)):
        rows = [f"{name:18}: {value}" for name, value in zip(names, values, strict=True)]
        assert cli.run(line).split("\n") == ["Parser Configure Lock", "---------------------", *rows]
        cli.run("configure terminal lock")
    cli.close()


def test_an_idle_timer_is_shown_as_one(cli: Any) -> None:
    cli.run("configure terminal revert idle 100", "end")
    assert "Timer type: idle timer" in cli.run("show archive config rollback timer").split("\n")
    cli.run("configure revert timer 90")
    assert cli.run("show archive config rollback timer").split("\n")[1:3] == [
        "Timer type: absolute timer",
        "Timer value: 90 min",
    ]
