"""A long change, many lines of which are under way when something goes wrong: it is there whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from apply.device import Device
from errors import RouterError
from platforms.plan import Plan
from tests.lab_router import PASSWORD, LabRouter, lab_router
from tests.unit.platforms.iosxe.objects.test_golden import Case

CASE = Case("family-new")
SETTINGS = {"remote_as": 65002, "ebgp_multihop": 32, "prefix_list_out": "deny-all-routes", "update_source": "Loopback2"}
NEIGHBORS = {f"10.0.0.{number}": SETTINGS for number in range(1, 41)}
VALUES = CASE.values.model_validate({**CASE.values.model_dump(), "neighbors": NEIGHBORS})
MIDDLE = r"neighbor 10\.0\.0\.20 "
ARCHIVE = "archive\n path bootflash:archive\n!\n"
LOG = "*Nov 23 22:10:11.123: %BGP-5-ADJCHANGE: neighbor 10.0.0.1 Down Admin. shutdown"


@contextmanager
def far_router(folder: Path, **faults: Any) -> Iterator[LabRouter]:
    """A router with an archive; what was typed on it is in the file `typed`."""
    file = folder / "faults.yaml"
    file.write_text(yaml.safe_dump({"latency_ms": 1, "deletion_ms": 0, **faults}))
    options = ("--faults", str(file), "--typed-log", str(folder / "typed"))
    with lab_router(folder / "router", *options, startup=ARCHIVE + CASE.running) as router:
        yield router


def plan(tree: Any) -> Plan:
    return CASE.object_type.plan(tree, VALUES, None)


def made(device: Device) -> object:
    return CASE.object_type.running(device.running().tree, VALUES)


def comments(folder: Path) -> int:
    return sum("!!!" in line for line in (folder / "typed").read_text().splitlines())


@pytest.mark.parametrize(
    "faults",
    [
        {},
        {"input_buffer": 64, "latency_ms": 2},
        {"input_buffer": 1999},
        {"input_buffer": 2000},
        {"lines": [{"match": f"{MIDDLE}.*", "do": "log", "text": LOG, "times": 0}]},
        {"lines": [{"match": "!+", "do": "log", "text": LOG, "times": 0}]},
        {"lines": [{"match": "!+", "do": "delay", "seconds": 2}]},
    ],
    ids=["none", "small buffer", "a byte too small", "just large enough", "log", "log in comments", "slow"],
)
def test_a_long_change_is_there_whole(tmp_path: Path, faults: dict[str, Any]) -> None:
    with far_router(tmp_path, **faults) as router:
        device = Device(router.endpoint, PASSWORD, patience_seconds=2)
        device.change(plan)
        assert made(device) == CASE.object_type.lines(VALUES)
        assert comments(tmp_path) >= 1
        device.leave()


@pytest.mark.parametrize(
    ("do", "word"),
    [
        ("refuse", "prefix-list"),
        ("refuse", "activate"),
        ("cut", "remote-as"),
        ("cut-after", "prefix-list"),
        ("cut-within", "activate"),
    ],
)
def test_a_long_change_that_broke_off_is_not_there(tmp_path: Path, do: str, word: str) -> None:
    with far_router(tmp_path, lines=[{"match": f"{MIDDLE}{word}.*", "do": do, "text": "% No."}]) as router:
        before, device = router.running(), Device(router.endpoint, PASSWORD, patience_seconds=2)
        with pytest.raises(RouterError, match="the running configuration is as before"):
            device.change(plan)
        assert router.running() == before
        assert comments(tmp_path) == 8
        device.leave()
