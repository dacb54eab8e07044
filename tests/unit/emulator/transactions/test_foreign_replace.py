"""Replacement and comparison of whole configurations with foreign lines."""

import asyncio
from typing import Any

import pytest
from hypothesis import given

from emulator.configure.context import Teardown
from emulator.device import Device
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.null_dataplane import NullDataplane
from emulator.ssh.profiles import PROFILES
from emulator.transactions.replace import Outcome, replace
from emulator.vty_lines import Line
from tests.unit.emulator.configure.test_foreign import WHOLE, configurations

PLAIN = """\
hostname r2
enable secret 9 $9$a
interface GigabitEthernet2
 ip address 10.0.0.2 255.255.255.0
 ip ospf 1 area 0
!
router ospf 1
 network 10.0.0.0 0.0.0.255 area 0
!
banner motd ^CAuthorized
end
^C
line vty 0 4
 login local
!
end
"""


def device(text: str) -> Device:
    """Return a router that booted with the text."""
    made = Device(PROFILES["16.12"], Forwarding(NullDataplane()), Faults(), Teardown(0.0))
    made.boot(text)
    return made


def put(router: Device, text: str) -> Outcome:
    """Replace its configuration."""
    return asyncio.run(replace(router, text, Line(0, "admin", "127.0.0.1"), "(replace)"))


def lines_of(router: Device) -> list[str]:
    """Return the running configuration without ports that have their defaults."""
    text = router.stored_text()
    for name, port in router.config.interfaces.items():
        if port.shutdown and not port.address:
            ending = " negotiation auto\n no mop enabled\n no mop sysid\n" if name[-2] == "t" else ""
            text = text.replace(f"interface {name}\n no ip address\n shutdown\n{ending}!\n", "")
    return [line for line in text.splitlines() if not line.startswith("!")]


@pytest.mark.parametrize(("first", "second"), [(WHOLE, PLAIN), (PLAIN, WHOLE), (WHOLE, ""), ("", WHOLE)])
def test_a_replaced_configuration_equals_the_new_one(first: str, second: str) -> None:
    router = device(first)
    outcome = put(router, second)
    assert outcome.failed == []
    assert lines_of(router) == lines_of(device(second))
    assert put(router, second).passes == []


def test_a_saved_banner_can_be_restored() -> None:
    router = device(WHOLE)
    saved = router.stored_text()
    assert put(router, saved).passes == []


def test_an_invalid_line_aborts_a_replacement() -> None:
    assert put(device(PLAIN), PLAIN.replace("!\nend", "!\nnonsense here\nend")).failed == ["nonsense here"]


@given(text=configurations())
def test_arbitrary_foreign_lines_survive_a_replacement(text: str) -> None:
    router = device(PLAIN)
    assert put(router, text.replace("foreign", "ip foreign")).failed == []
    assert lines_of(router) == lines_of(device(text.replace("foreign", "ip foreign")))


def test_a_file_without_end_is_compared(cli: Any) -> None:
    cli.run("conf t", "file prompt quiet", "end")
    cli.run("tclsh")
    cli.send('puts [open "flash:b" w+] {interface loopback1\rdescription tacocat\r}\rtclquit\r')
    cli.read(b"tclquit\r\ncsr1000v#")
    output = cli.run("show archive config incremental-diffs flash:b")
    assert output == "!List of Commands:\ninterface loopback1\ndescription tacocat\nend\n"


def test_a_copied_file_adds_its_foreign_lines() -> None:
    router = device(PLAIN)
    answers = router.merge("interface GigabitEthernet2\n ip helper-address 10.9.9.9\n", Line(0, "admin", "127.0.0.1"))
    assert answers == []
    assert " ip helper-address 10.9.9.9" in router.stored_text().splitlines()


def test_emptied_blocks_do_not_change_the_order_of_the_others() -> None:
    line = "line vty 0 4\n exec-timeout 5 0\n login local\n!\n"
    saved = device(f"hostname r2\n{line}end\n").stored_text()
    router = device(saved)
    put(router, saved.replace(" exec-timeout 5 0", " exec-timeout 6 0").replace("end", "netconf-yang\nend"))
    put(router, saved)
    assert router.stored_text().partition("\nversion ")[2] == saved.partition("\nversion ")[2]
