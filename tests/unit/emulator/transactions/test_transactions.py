"""Files, archive, replace, commit-confirm."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.eventually import eventually, stays

Start = Callable[..., Any]
MINUTE_SECONDS = 1.5
ARCHIVE = "hostname csr1000v\narchive\n path bootflash:backup\n"


@pytest.fixture
def person(start: Start) -> Any:
    someone = start(startup=ARCHIVE, minute_seconds=MINUTE_SECONDS).login()
    yield someone
    someone.close()


def running(person: Any) -> list[str]:
    text: str = person.run("show running-config")
    lines = text.split("\n")
    return [line for line in lines[lines.index("version 17.15") :] if line]


def vrfs(person: Any) -> list[str]:
    text: str = person.run("show running-config | include ^ip vrf")
    return text.split("\n") if text else []


def test_copying_to_flash_asks_and_counts(person: Any) -> None:
    person.type("copy running-config flash:base.txt\r", b"[base.txt]? ")
    answer = person.type("\r").decode().replace("\r\n", "\n")
    assert " bytes copied in 0.433 secs (" in answer
    assert answer.endswith(" bytes/sec)\n\ncsr1000v#")
    assert person.run("dir flash: | i bytes") == person.run("dir").split("\n")[-1]


def test_a_quiet_file_prompt_asks_nothing(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "end")
    assert "bytes copied" in person.run("copy running-config flash:base.txt")
    assert "base.txt" in person.run("dir")


def test_deleting_asks_twice(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "end", "copy run flash:a", "conf t", "no file prompt", "end")
    person.type("delete flash:a\r", b"Delete filename [a]? ")
    assert person.type("\r", b"[confirm]").endswith(b"Delete bootflash:/a? [confirm]")
    assert person.type("\r") == b"\r\ncsr1000v#"
    assert "  a" not in person.run("dir")


def test_replace_brings_the_file_back(person: Any) -> None:
    before = running(person)
    person.run("conf t", "file prompt quiet", "end", "copy run flash:base")
    wanted = running(person)
    person.run(
        "conf t", "ip vrf red", "rd 1:1", "interface Lo7", "ip address 7.7.7.7 255.255.255.255", "no archive", "end"
    )
    answer = person.run("configure replace flash:base force")
    assert answer.split("\n")[-3:] == ["Total number of passes: 1", "Rollback Done", ""]
    assert running(person) == wanted
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


def test_replace_brings_groups_templates_and_ranges_back(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "router bgp 65000", *GROUPS, "end", "copy run flash:base")
    wanted = running(person)
    person.run("conf t", "router bgp 65000", *OTHERS, "end", "copy run flash:other")
    other = running(person)
    assert "NODES" not in other
    # The range is listed above its group, which it needs.
    assert "Total number of passes: 2\nRollback Done" in person.run("configure replace flash:base force")
    assert running(person) == wanted
    assert "Rollback Done" in person.run("configure replace flash:other force")
    assert running(person) == other


def test_incremental_differences_name_a_group_before_its_member(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "end", "copy run flash:base", "conf t", "router bgp 65000")
    person.run(*GROUPS[6:8], GROUPS[10], "end", "copy run flash:groups", "configure replace flash:base force")
    said = person.run("show archive config incremental-diffs flash:groups").strip().split("\n")
    assert said == [
        *("!List of Commands:", "router bgp 65000", "bgp log-neighbor-changes", "neighbor NODES peer-group"),
        *("neighbor NODES remote-as 65001", "neighbor 10.0.0.1 peer-group NODES", "end"),
    ]


def test_replace_asks(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "end", "copy run flash:base")
    person.type("configure replace flash:base\r", b"[no]: ")
    assert person.type("\r") == b"\r\ncsr1000v#"


def test_replace_of_a_missing_file(person: Any) -> None:
    said = "Error: Could not open file bootflash:base_conf.conf for reading"
    assert person.run("configure replace bootflash:base_conf.conf") == said


def test_a_line_that_cannot_be_applied_aborts_the_replacement(start: Start) -> None:
    router = start(startup=ARCHIVE)
    person = router.login()
    text = "\n".join([*running(person)[:-1], "no such line", "end", ""])
    router.call(lambda: router.router.device.write_file("bad", text.encode()))
    answer = person.run("configure replace flash:bad force").split("\n")
    assert answer[:3] == [
        "The rollback configlet from the last pass is listed below:",
        "********",
        "!List of Rollback Commands:",
    ]
    assert "The following commands are failed to apply to the IOS image." in answer
    person.close()


def test_differences_put_the_indent_before_the_sign(person: Any) -> None:
    person.run(
        "conf t",
        "file prompt quiet",
        "interface Lo59",
        "ip address 9.9.9.9 255.255.255.255",
        "end",
        "copy run flash:old",
    )
    person.run("conf t", "no interface Lo59", "interface Gi2", "ip address 172.20.0.1 255.255.255.0", "end")
    assert person.run("show archive config differences flash:old system:running-config").split("\n") == [
        "!Contextual Config Diffs:",
        "interface GigabitEthernet2",
        " +ip address 172.20.0.1 255.255.255.0",
        " -no ip address",
        "-interface Loopback59",
        " -ip address 9.9.9.9 255.255.255.255",
        "",
    ]


def test_no_differences(person: Any) -> None:
    person.run("conf t", "file prompt quiet", "end", "copy run flash:old")
    assert person.run("show archive config differences flash:old system:running-config") == "!No changes were found"
    assert person.run("show archive config incremental-diffs flash:old ignorecase") == "!No changes were found"


def test_nothing_to_confirm(person: Any) -> None:
    said = "%No Rollback Confirmed Change pending"
    assert person.run("configure confirm") == said
    assert person.run("configure revert now") == said
    assert person.run("show archive config rollback timer") == said


def test_commit_confirm_needs_the_archive(start: Start) -> None:
    person = start().login()
    assert (
        person.run("configure terminal revert timer 5")
        == "%Turn config archive on before using Rollback Confirmed Change"
    )
    assert person.run("show archive") == " Archive feature not enabled"
    person.close()


def test_commit_confirm_announces_its_backup(person: Any) -> None:
    lines = person.run("configure terminal revert timer 100").split("\n")
    start = "Rollback Confirmed Change: Backing up current running config to bootflash:backup-"
    assert lines[0].startswith(start)
    assert lines[1:] == ["", "Enter configuration commands, one per line.  End with CNTL/Z."]


def test_a_confirmed_change_stays(person: Any) -> None:
    person.run("configure terminal revert timer 1", "ip vrf red", "end")
    assert person.run("configure confirm") == ""
    assert stays(lambda: vrfs(person), ["ip vrf red"], MINUTE_SECONDS + 0.3) == ["ip vrf red"]


def test_an_unconfirmed_change_is_taken_back_even_without_the_session(start: Start) -> None:
    router = start(startup=ARCHIVE, minute_seconds=MINUTE_SECONDS)
    first = router.login()
    before = running(first)
    first.run("configure terminal revert timer 1", "ip vrf red", "rd 1:1", "end")
    first.close()
    second = router.login()
    assert vrfs(second) == ["ip vrf red"]
    assert eventually(lambda: running(second), before) == before
    second.close()


def test_the_timer_says_who_and_how_long(person: Any) -> None:
    person.run("configure terminal revert timer 100", "end")
    lines = person.run("show archive config rollback timer").split("\n")
    assert lines[0].startswith("Time configured(or reconfigured): ")
    assert lines[1:] == ["Timer type: absolute timer", "Timer value: 100 min", "User: admin"]


def test_revert_now_takes_the_change_back(person: Any) -> None:
    person.run("configure terminal revert timer 100", "ip vrf red", "end")
    assert person.run("configure revert now").split("\n")[-3:] == ["Total number of passes: 1", "Rollback Done", ""]
    assert vrfs(person) == []


def test_a_locked_configuration_keeps_others_out(start: Start) -> None:
    router = start()
    first, second = router.login(), router.login()
    first.run("configure terminal lock")
    said = "Configuration mode is locked by process '400' user 'admin' from terminal '1'. Please try later."
    assert second.run("configure terminal") == said
    first.run("end")
    assert second.run("configure terminal") == "Enter configuration commands, one per line.  End with CNTL/Z."
    first.close()
    second.close()


def test_a_configuration_that_locks_itself_says_so(start: Start) -> None:
    router = start(startup=f"{ARCHIVE}configuration mode exclusive auto\n")
    first, second = router.login(), router.login()
    assert first.run("configure terminal").split("\n") == [
        "Configuration mode locked exclusively. "
        "The lock will be cleared once you exit out of configuration mode using end/exit",
        "Enter configuration commands, one per line.  End with CNTL/Z.",
    ]
    said = "Configuration mode is locked by process '400' user 'admin' from terminal '1'. Please try later."
    assert second.run("configure terminal revert timer 5").split("\n")[-1] == said
    first.run("end")
    second.run("configure terminal", "end")
    first.close()
    second.close()


def test_a_session_that_is_lost_frees_the_lock(start: Start) -> None:
    router = start()
    first, second = router.login(), router.login()
    first.run("configure terminal lock")
    first.close()
    given = "Enter configuration commands, one per line.  End with CNTL/Z."
    assert eventually(lambda: second.run("configure terminal"), given) == given
    second.close()


def test_the_lock_is_shown(start: Start) -> None:
    router = start()
    person = router.login()
    free = ["-1", "unknown", "-1", "NO LOCK", "FREE", "unknown", "0"]
    held = ["400", "admin", "1", "EXCLUSIVE", "LOCKED", "EXPOSED", "1"]
    names = ["Owner PID", "User", "TTY", "Type", "State", "Class", "Count"]
    for line, values in (("show configuration lock", free), ("do show configuration lock", held)):
        rows = [f"{name:18}: {value}" for name, value in zip(names, values, strict=True)]
        assert person.run(line).split("\n") == ["Parser Configure Lock", "---------------------", *rows]
        person.run("configure terminal lock")
    person.close()


def test_an_idle_timer_is_shown_as_one(person: Any) -> None:
    person.run("configure terminal revert idle 100", "end")
    assert "Timer type: idle timer" in person.run("show archive config rollback timer").split("\n")
    person.run("configure revert timer 90")
    assert person.run("show archive config rollback timer").split("\n")[1:3] == [
        "Timer type: absolute timer",
        "Timer value: 90 min",
    ]
