"""The session with a real FRR router: who may log in, reading, saving, daemons that do not run."""

import json
from contextlib import closing
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import pytest

from errors import LoginError, RouterError, SessionLostError
from platforms.frr.cli.session import Session
from platforms.frr.configuration import LINKS, NOT_KEPT, Link, parse
from platforms.plan import Command
from tests.frr.lines import CONFIGURED, LIST, STEPS, UNDO
from tests.frr_files import GUEST
from tests.frr_router import FrrRouter, frr_router

pytestmark = pytest.mark.root


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
