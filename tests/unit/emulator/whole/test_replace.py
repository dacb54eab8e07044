"""After `configure replace` a whole configuration is the same as after a boot with it.

Each configuration replaces two others, in `make unit` one; `--hypothesis-profile=explore` tests all pairs.
"""

import asyncio
import re

import pytest
from hypothesis import settings

from emulator.configure.context import Teardown
from emulator.device import Device
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.null_dataplane import NullDataplane
from emulator.ssh.profiles import PROFILES
from emulator.transactions.replace import Outcome, replace
from emulator.vty_lines import Line
from tests.configuration_files import NAMES, added, lost, text_of

# Ports are hardware: one that the new configuration does not name stays, with nothing on it.
_PORT = re.compile(
    r"interface (\w*Ethernet|Serial|ATM|BRI|Async|Cellular|Embedded-Service-Engine|Service-Engine)[\d/:]+"
    r"( / (no ip address|shutdown|negotiation auto|no mop enabled|no mop sysid))?"
)


@pytest.fixture(scope="module")
def booted() -> dict[str, str]:
    return {name: device_with(text_of(name)).stored_text() for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_replacement_ends_as_the_new_configuration(name: str, booted: dict[str, str]) -> None:
    found = {onto: _replaced(booted[onto], booted[name]) for onto in _onto(name)}
    assert {onto: differs for onto, differs in found.items() if differs} == {}


def device_with(text: str) -> Device:
    """Return a router that has booted with a configuration."""
    device = Device(PROFILES["17.15"], Forwarding(NullDataplane()), Faults(), Teardown(0.0))
    device.boot(text)
    return device


def _onto(name: str) -> list[str]:
    if settings._current_profile == "explore":
        return [other for other in NAMES if other != name]
    current = NAMES.index(name)
    steps = (17,) if settings._current_profile == "unit" else (1, 17)
    return [NAMES[(current + step) % len(NAMES)] for step in steps]


def _replaced(running: str, wanted: str) -> list[str]:
    device = device_with(running)
    outcome: Outcome = asyncio.run(replace(device, wanted, Line(1, "admin", "192.0.2.9"), "replace"))
    ends = device.stored_text()
    surplus = [line for line in added(wanted, ends) if not _PORT.fullmatch(line)]
    return [*outcome.failed, *lost(wanted, ends), *surplus]
