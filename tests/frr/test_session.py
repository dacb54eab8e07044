"""The session with a real FRR router: reading, configuring, refusals, saving."""

import json
import re
import shlex
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import pytest

from errors import LoginError, RefusalError, RouterError, SessionLostError
from platforms.frr.cli.script import MOST_LINES
from platforms.frr.cli.session import SEND, Session
from platforms.frr.configuration import LINKS, NOT_KEPT, Link, parse
from platforms.plan import Command
from tests.eventually import eventually
from tests.frr_files import GUEST
from tests.frr_router import FrrRouter, frr_router

pytestmark = pytest.mark.root

BGP = ("router bgp 65000",)
RED = ("router bgp 65000 vrf RED",)
FAMILY = (*BGP, "address-family ipv4 unicast")
LIST = Command("ip prefix-list A seq 5 permit 10.0.0.0/8")
NO_LIST = Command("no ip prefix-list A seq 5 permit 10.0.0.0/8")
STEPS = (
    LIST,
    Command("router bgp 65000"),
    Command("no bgp ebgp-requires-policy", BGP),
    Command("neighbor 10.0.0.1 remote-as 65001", BGP),
    Command("neighbor 10.0.0.1 password first-secret", BGP),
    Command("neighbor 10.0.0.1 prefix-list A in", FAMILY),
    Command("maximum-paths 4", FAMILY),
    Command("router bgp 65000 vrf RED"),
    Command("neighbor 10.0.0.2 remote-as 65002", RED),
)
UNDO = (Command("no router bgp 65000 vrf RED"), Command("no router bgp 65000"), NO_LIST)
CONFIGURED = """\
router bgp 65000
 no bgp ebgp-requires-policy
 neighbor 10.0.0.1 remote-as 65001
 neighbor 10.0.0.1 password first-secret
 !
 address-family ipv4 unicast
  neighbor 10.0.0.1 prefix-list A in
  maximum-paths 4
 exit-address-family
exit
!
router bgp 65000 vrf RED
 neighbor 10.0.0.2 remote-as 65002
exit
!
ip prefix-list A seq 5 permit 10.0.0.0/8
!
"""
NOT_NEEDED = "not needed, no line had been accepted before it"


@pytest.fixture
def session(router: FrrRouter) -> Iterator[Session]:
    with closing(router.connect()) as made:
        yield made


def refusal_of(session: Session, *steps: Command, undo: tuple[Command, ...] = ()) -> RefusalError:
    with pytest.raises(RefusalError) as raised:
        session.configure(steps, undo)
    return raised.value


def configured(router: FrrRouter) -> str:
    """The running configuration from the first BGP instance or prefix list on."""
    return router.running().partition("service integrated-vtysh-config\n!\n")[2].removesuffix("end\n")


def test_lines_are_sent_in_their_modes_and_the_undo_takes_them_back(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS, UNDO)
    assert configured(router) == CONFIGURED
    assert session.take_back(UNDO) == "the undo was sent"
    assert configured(router) == ""


def test_the_running_configuration_is_read_whole_and_without_interfaces_where_there_is_no_ip(
    router: FrrRouter, session: Session
) -> None:
    session.configure(STEPS)
    assert session.running_configuration().endswith(f"service integrated-vtysh-config\n!\n{CONFIGURED}end\n")
    assert "! links" not in session.running_configuration()


def test_the_kernels_interfaces_are_read_in_one_line(tmp_path: Path) -> None:
    address = {"family": "inet", "local": "10.0.0.254", "prefixlen": 24}
    veth = {"ifname": "eth1", "master": "RED", "linkinfo": {"info_slave_kind": "vrf"}, "addr_info": [address]}
    links: list[dict[str, Any]] = [{"ifname": "RED", "linkinfo": {"info_kind": "vrf"}}, veth]
    with frr_router(tmp_path / "router", links=links) as made, closing(made.connect()) as session:
        text = session.running_configuration()
    assert text.endswith(f"end\n{LINKS}{json.dumps(links)}\n{NOT_KEPT}it has no ifupdown of Debian's\n")
    assert parse(text).links == {"RED": Link("vrf"), "eth1": Link("", "RED", (IPv4Interface("10.0.0.254/24"),))}


def test_an_ip_that_prints_no_json_is_one_clear_error(router: FrrRouter, session: Session) -> None:
    router.run("ln", "-s", "busybox", "/bin/ip")
    with pytest.raises(RouterError) as raised:
        session.running_configuration()
    router.run("rm", "/bin/ip")
    assert raised.value.what.startswith("'ip -json address show' prints no JSON: ")
    assert raised.value.hint == "install iproute2; BusyBox's `ip` cannot print JSON"


def test_lines_that_arrive_in_part_are_not_sent(router: FrrRouter, session: Session) -> None:
    whole = shlex.join(["sh", "-c", SEND])
    assert session.shell._connection.run(whole, "router bgp 65000\n").exit_code == 1
    assert configured(router) == ""


def test_show_returns_what_vtysh_prints(session: Session) -> None:
    assert session.show("show bgp vrf all summary json") == "{\n}\n"


def test_an_unknown_show_command_is_one_clear_error(session: Session) -> None:
    with pytest.raises(RouterError) as raised:
        session.show("show nonsense")
    assert str(raised.value) == "frr: 'show nonsense' is not shown: Unknown command: show nonsense"


def test_what_a_command_contains_is_no_shell_code(router: FrrRouter, session: Session) -> None:
    with pytest.raises(RouterError):
        session.show("show version'; touch /tmp/made; '$(touch /tmp/made)")
    assert router.run("ls", "/tmp") == ""


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


def test_the_running_configuration_is_saved(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS)
    session.save()
    assert (router.folder / "frr/frr.conf").read_text().endswith(CONFIGURED)
    session.take_back(UNDO)
    session.save()


def test_a_full_disk_on_which_frr_confirms_what_it_cut_short_is_noticed(router: FrrRouter, session: Session) -> None:
    many = [Command(f"ip prefix-list A seq {5 * n} permit 10.0.{n}.0/24") for n in range(1, 250)]
    session.configure(many)
    full = "cd /tmp; cp -p /etc/frr/vtysh.conf .; mount -t tmpfs -o size=8k none /etc/frr; cp -p vtysh.conf /etc/frr"
    assert router.run("sh", "-c", full) == ""
    with pytest.raises(RouterError) as raised:
        session.save()
    router.run("umount", "/etc/frr")
    assert str(raised.value) == (
        "frr: /etc/frr/frr.conf is shorter than what runs, after 'write memory'\n  hint: its disk is full"
    )


def test_a_configuration_that_cannot_be_saved_is_one_clear_error(
    router: FrrRouter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platforms.frr.cli.session._PAUSES_SECONDS", ())
    router.kill("watchfrr")
    with pytest.raises(RouterError) as raised:
        session.save()
    assert str(raised.value) == (
        "frr: 'write memory' did not end with [OK]: "
        "Error: failed to open configuration file /etc/frr/frr.conf: Permission denied\n"
        "  hint: may FRR's user write there? a user who is not root saves through watchfrr, which must run"
    )


def test_a_user_without_the_group_is_one_clear_error(router: FrrRouter) -> None:
    with pytest.raises(LoginError) as raised:
        router.connect(GUEST)
    assert str(raised.value) == (
        "frr: user 'guest' may not use `vtysh`: it is in the groups guest\n"
        "  hint: on the router: usermod --append --groups frrvty guest"
    )


def test_a_router_without_vtysh_is_one_clear_error(router: FrrRouter) -> None:
    router.run("mv", "/usr/bin/vtysh", "/usr/bin/vtysh.away")
    with pytest.raises(RouterError) as raised:
        router.connect()
    router.run("mv", "/usr/bin/vtysh.away", "/usr/bin/vtysh")
    assert str(raised.value) == ("frr: user 'admin' finds no `vtysh` there\n  hint: is FRR installed on this router?")


@pytest.mark.parametrize("version", ["FRRouting 7.5.1 (r) on Linux", "Quagga 1.2", ""])
def test_an_unknown_release_is_one_clear_error(router: FrrRouter, version: str) -> None:
    router.run("mv", "/usr/bin/vtysh", "/usr/bin/vtysh.away")
    router.run("sh", "-c", "cat >/usr/bin/vtysh; chmod 755 /usr/bin/vtysh", stdin=f"#!/bin/sh\necho '{version}'\n")
    with pytest.raises(RouterError) as raised:
        router.connect()
    router.run("mv", "/usr/bin/vtysh.away", "/usr/bin/vtysh")
    assert str(raised.value) == (
        f"frr: `vtysh` reports '{version or 'nothing'}', which is not a known release\n"
        "  hint: FRRouting 8 or newer is supported"
    )


def test_a_newer_release_is_noted_once(router: FrrRouter, capsys: pytest.CaptureFixture[str]) -> None:
    router.run("mv", "/usr/bin/vtysh", "/usr/bin/vtysh.away")
    router.run("sh", "-c", "cat >/usr/bin/vtysh; chmod 755 /usr/bin/vtysh", stdin="#!/bin/sh\necho FRRouting 10.2.1\n")
    for _ in range(2):
        router.connect().close()
    router.run("mv", "/usr/bin/vtysh.away", "/usr/bin/vtysh")
    assert capsys.readouterr().err == (
        "frr: FRR 10.2.1 is newer than the releases that this program was tried with, which are 8.x\n"
    )


def test_a_daemon_that_does_not_run_is_one_clear_error_and_no_configuration(
    router: FrrRouter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.configure(STEPS)
    monkeypatch.setattr("platforms.frr.cli.session._PAUSES_SECONDS", ())
    router.kill("watchfrr")
    router.kill("bgpd")
    with pytest.raises(RouterError) as running:
        session.running_configuration()
    with pytest.raises(RouterError) as shown:
        session.show("show bgp summary")
    with pytest.raises(SessionLostError) as lost:
        session.configure(STEPS, UNDO)
    assert str(running.value) == (
        "frr: bgpd is not running\n"
        "  hint: on the router: systemctl status frr; bgpd runs only with bgpd=yes in /etc/frr/daemons"
    )
    assert str(shown.value) == "frr: 'show bgp summary' is not shown: bgpd is not running"
    assert str(lost.value) == (
        "frr: bgpd stopped while it was configured; at least 0 lines of 9 lines had been accepted\n"
        "  hint: once the router can be reached again, `pulumi up` continues from its running configuration"
    )


def test_a_restarting_daemon_is_waited_for_until_it_has_its_configuration(router: FrrRouter, session: Session) -> None:
    session.configure(STEPS)
    session.save()
    router.kill("bgpd")
    assert session.running_configuration().endswith(f"{CONFIGURED}end\n")
    session.take_back(UNDO)
    session.save()


def test_a_prefix_list_that_bgpd_lost_is_not_read_although_other_daemons_print_it(
    router: FrrRouter, session: Session
) -> None:
    session.configure((LIST,))
    assert LIST.line in parse(session.frr_configuration()).lines()
    router.kill("bgpd")
    text = session.frr_configuration()
    assert LIST.line not in parse(text).lines()
    assert f"# bgpd lacks: {LIST.line}" in text.splitlines()
    assert LIST.line in router.running()
    session.configure((LIST,))
    assert LIST.line in parse(session.frr_configuration()).lines()


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
