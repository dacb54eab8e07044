"""Realistic configurations lose no line at boot, by saving, or by a reload."""

import re

import pytest

from emulator.configure.context import Teardown
from emulator.device import Device
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.null_dataplane import NullDataplane
from emulator.ssh.profiles import PROFILES
from tests.configuration_files import NAMES, added, lost, moved, text_of

# What this router prints of every configuration, whether its file says it or not: each with the reason.
ALWAYS = {
    "boot-start-marker": "printed by every release",
    "boot-end-marker": "printed by every release",
    "line con 0 / stopbits 1": "the default of the console line",
    r"interface GigabitEthernet\d+ / no mop (enabled|sysid)": "the default of a CSR1000v's ports",
    r"interface GigabitEthernet[1-4]( / (no ip address|shutdown|negotiation auto))?": "the machine's four ports",
    r"interface (Loopback|Null|Serial)[\d/:]+ / no ip address": "printed where there is no address",
}


@pytest.fixture
def device() -> Device:
    return Device(PROFILES["17.15"], Forwarding(NullDataplane()), Faults(), Teardown(0.0))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_kept_in_its_block_from_boot_to_reload(name: str, device: Device) -> None:
    wanted = text_of(name)
    assert device.boot(wanted) == []
    first = device.stored_text()
    assert lost(wanted, first) == []
    assert moved(wanted, first) == []
    assert [line for line in added(wanted, first) if not _is_default(line)] == []
    device.save("admin")
    assert device.boot(device.startup) == []
    assert _configured(device.stored_text()) == _configured(first)


def test_a_missing_or_moved_line_is_detected() -> None:
    text = "\nversion 16.12\ninterface Vlan1\n description a\n!\ninterface Vlan2\n"
    assert lost(text, text.replace(" description a\n", "")) == ["interface Vlan1 / description a"]
    assert lost(text, text.replace(" description a\n", "").replace("Vlan2\n", "Vlan2\n description a\n")) == [
        "interface Vlan1 / description a"
    ]


def test_a_changed_text_block_is_detected() -> None:
    text = "\nversion 16.12\nbanner motd ^C\nend\n  a\n^C\n!\n"
    assert lost(text, text.replace("  a", " a")) == ["banner motd ^C\nend\n  a\n^C"]


def _configured(text: str) -> str:
    return text[text.index("\nversion ") :]


def _is_default(line: str) -> bool:
    return any(re.fullmatch(pattern, line) for pattern in ALWAYS)
