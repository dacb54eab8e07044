"""The state log has the BGP neighbors' settings after each change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emulator.state_log import neighbors_of, ranges_of

ARCHIVE = "hostname csr1000v\narchive\n path bootflash:backup\nip vrf red\n rd 1:1\n"
Start = Callable[..., Any]


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def typed(start: Start, path: Path, *lines: str, **options: Any) -> list[dict[str, Any]]:
    """Return the state log's entries after these lines."""
    cli = start(startup=ARCHIVE, state_log=path, **options).login()
    cli.run(*lines)
    cli.close()
    return entries(path)


INSIDE = ("conf t", "router bgp 65000", "address-family ipv4 vrf red")


def test_the_first_entry_is_the_boot(start: Start, tmp_path: Path) -> None:
    first, *rest = typed(start, tmp_path / "log", "show clock")
    assert (first["line"], first["user"], first["answer"], first["neighbors"]) == ("(boot)", "", "", [])
    assert rest == []


def test_each_line_is_logged_with_its_user_and_answer(start: Start, tmp_path: Path) -> None:
    typed(start, tmp_path / "log", "conf t", "ip vrf red", "rd 1:1", "rd 2:2", "no such", "end")
    assert [(entry["user"], entry["line"], entry["answer"]) for entry in entries(tmp_path / "log")[1:]] == [
        ("admin", "ip vrf red", ""),
        ("admin", "rd 1:1", ""),
        ("admin", "rd 2:2", '% Do "no rd 1:1" before redefining the RD'),
    ]


def test_a_neighbor_is_described_after_each_line(start: Start, tmp_path: Path) -> None:
    lines = ("remote-as 64496", "shutdown", "prefix-list deny out", "remote-as 65001", "no shutdown")
    commands = [
        f"no neighbor 10.0.0.1 {line[3:]}" if line[:3] == "no " else f"neighbor 10.0.0.1 {line}" for line in lines
    ]
    deny = "ip prefix-list deny seq 5 deny 0.0.0.0/0 le 32"
    found = typed(start, tmp_path / "log", *INSIDE, *commands, deny, "end")
    keys = ("remote_as", "shutdown", "activate", "filter_out", "filter_exists", "filter_entries")
    described = [tuple(neighbor[key] for key in keys) for entry in found for neighbor in entry["neighbors"]]
    assert described == [
        (64496, False, True, None, False, 0),
        (64496, True, True, None, False, 0),
        (64496, True, True, "deny", False, 0),
        (65001, True, True, "deny", False, 0),
        (65001, False, True, "deny", False, 0),
        (65001, False, True, "deny", True, 1),
    ]
    assert {(n["vrf"], n["family"], n["address"]) for n in found[-1]["neighbors"]} == {("red", "ipv4", "10.0.0.1")}


def test_a_global_neighbor_is_described_in_each_family(start: Start, tmp_path: Path) -> None:
    lines = ("neighbor 10.0.0.2 remote-as 65001", "address-family vpnv4", "neighbor 10.0.0.2 activate", "end")
    found = typed(start, tmp_path / "log", "conf t", "router bgp 65000", *lines)[-1]["neighbors"]
    assert [(n["vrf"], n["family"], n["address"], n["remote_as"], n["activate"]) for n in found] == [
        (None, "ipv4", "10.0.0.2", 65001, True),
        (None, "vpnv4", "10.0.0.2", 65001, True),
    ]


def test_a_secret_is_left_out(start: Start, tmp_path: Path) -> None:
    lines = ("neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 password 0 sesame", "end")
    assert typed(start, tmp_path / "log", *INSIDE, *lines)[-1]["line"] == "neighbor 10.0.0.1 password …"
    assert "sesame" not in (tmp_path / "log").read_text()


def test_a_revert_is_logged_line_by_line_and_as_a_whole(start: Start, tmp_path: Path) -> None:
    lines = ("configure terminal revert timer 100", *INSIDE[1:], "neighbor 10.0.0.1 remote-as 65001", "end")
    found = typed(start, tmp_path / "log", *lines, "configure revert now")
    assert [entry["line"] for entry in found[-2:]] == ["no router bgp 65000", "(revert)"]
    assert [len(entry["neighbors"]) for entry in found[-3:]] == [1, 0, 0]


def test_a_replacement_is_logged(start: Start, tmp_path: Path) -> None:
    quiet = ("conf t", "file prompt quiet", "end", "copy run flash:base")
    replaced = (*quiet, "conf t", "ip vrf blue", "end", "configure replace flash:base force")
    found = typed(start, tmp_path / "log", *replaced)
    assert [entry["line"] for entry in found[-2:]] == ["no ip vrf blue", "(replace)"]


def test_a_reboot_is_logged(start: Start, tmp_path: Path) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps({"boot_ms": 50, "lines": [{"match": "ip vrf blue", "do": "reboot"}]}))
    running = start(startup=ARCHIVE, state_log=tmp_path / "log", faults=faults)
    cli = running.login()
    cli.run("conf t", "ip vrf red")
    cli.send("ip vrf blue\r")
    cli.read(b"never")
    running.login_after_reboot().close()
    assert [entry["line"] for entry in entries(tmp_path / "log")] == ["(boot)", "ip vrf red", "(boot)"]


def test_a_listener_gets_each_entry(start: Start) -> None:
    running, note_typed_line = start(startup=ARCHIVE), list[Any]()
    running.call(lambda: running.router.device.state_log.listeners.append(note_typed_line.append))
    cli = running.login()
    cli.run("conf t", "ip vrf red", "end")
    cli.close()
    assert [entry["line"] for entry in note_typed_line] == ["ip vrf red"]


INHERITING = """ip vrf red
 rd 1:1
ip prefix-list none seq 5 deny 0.0.0.0/0 le 32
route-map out deny 10
router bgp 65000
 template peer-policy P
  route-map out out
  prefix-list none out
 exit-peer-policy
 template peer-session S
  remote-as 65003
 exit-peer-session
 address-family ipv4 vrf red
  bgp listen range 10.0.9.0/24 peer-group NODES
  neighbor NODES peer-group
  neighbor NODES remote-as 65001
  neighbor NODES prefix-list none out
  neighbor 10.0.0.1 peer-group NODES
  neighbor 10.0.0.2 inherit peer-session S
  neighbor 10.0.0.2 inherit peer-policy P
  neighbor 10.0.0.3 remote-as 65001
  neighbor 10.0.0.3 prefix-list gone out
"""
KEYS = ("address", "remote_as", "filter_out", "filter_entries", "filter_from", "group", "route_map_clauses")


def described(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(entry[key] for key in KEYS) for entry in entries]


def test_inherited_attributes_are_logged(editor: Start) -> None:
    config = editor(*INHERITING.splitlines(), "neighbor 10.0.0.4 remote-as 65009").context.config
    assert described(list(neighbors_of(config))) == [
        ("10.0.0.1", 65001, "none", 1, "group", "NODES", 0),
        ("10.0.0.2", 65003, "none", 1, "template", None, 1),
        ("10.0.0.3", 65001, "gone", 0, "own", None, 0),
        ("10.0.0.4", 65009, None, 0, None, None, 0),
    ]
    second = list(neighbors_of(config))[1]
    assert (second["route_map_out"], second["session_template"], second["policy_template"]) == ("out", "S", "P")


def test_a_range_has_its_groups_filters(editor: Start) -> None:
    booted = editor()
    booted.context.loading = True
    booted.type(*INHERITING.splitlines())
    config = booted.context.config
    assert described(list(ranges_of(config))) == [("10.0.9.0/24", 65001, "none", 1, "group", "NODES", 0)]
    booted.type("router bgp 65000", "address-family ipv4 vrf red", "no neighbor NODES prefix-list none out")
    booted.type("router bgp 65000", "address-family ipv4 vrf red", "neighbor NODES shutdown")
    (entry,) = ranges_of(config)
    assert (entry["filter_exists"], entry["shutdown"], entry["activate"], entry["vrf"]) == (False, True, True, "red")


def test_ranges_are_logged_in_addition_to_neighbors(start: Start, tmp_path: Path) -> None:
    lines = ("neighbor NODES peer-group", "bgp listen range 10.0.9.0/24 peer-group NODES", "end")
    last = typed(start, tmp_path / "log", *INSIDE, *lines)[-1]
    assert (last["neighbors"], [entry["address"] for entry in last["ranges"]]) == ([], ["10.0.9.0/24"])
