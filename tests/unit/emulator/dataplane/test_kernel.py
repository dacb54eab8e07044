"""The output of `ip -json`, translated to `ip`'s syntax."""

import json
from pathlib import Path

from emulator.dataplane.kernel import read_addresses, read_rules
from emulator.dataplane.kernel_state import wanted_state
from emulator.dataplane.names import assign_tables
from tests.lab.dataplane_seed import CALICO, METALLB, SEED

CAPTURES = Path(__file__).parent / "captures"
WANTED = wanted_state(SEED, assign_tables({}, [CALICO, METALLB]), ("lo", "Gi2", "Gi3"))


def test_the_recorded_rules_are_the_wanted_ones() -> None:
    assert read_rules(json.loads((CAPTURES / "rules.json").read_text())) == WANTED.rules


def test_the_recorded_addresses_are_the_wanted_ones_and_the_kernels_own() -> None:
    found = read_addresses(json.loads((CAPTURES / "addresses.json").read_text()))
    assert {a.address for a in found - WANTED.addresses} == {"127.0.0.1/8"}
    assert found >= WANTED.addresses


def test_rules_outside_our_range_are_not_ours() -> None:
    foreign = [
        {"priority": 500, "src": "172.31.0.1", "table": "77"},
        {"priority": 32766, "src": "all", "table": "main"},
    ]
    assert read_rules(foreign) == frozenset()
