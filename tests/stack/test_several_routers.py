"""Two routers in one stack: configured side by side, and one that fails does not hurt the other."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

SILENT_SECONDS = 30


class Pair:
    """A stack with two routers of the lab, of which the second does as it is told at one line."""

    def __init__(self, folder: Path, kept: ExitStack, fault: dict[str, Any]) -> None:
        (folder / "faults.json").write_text(json.dumps({"lines": [fault]}))
        options = ("--faults", str(folder / "faults.json"))
        startup = STARTUP.replace("csr1000v", "csr1000w")
        self.sound = kept.enter_context(lab_router(folder / "sound"))
        self.faulty = kept.enter_context(lab_router(folder / "faulty", *options, startup=startup, name="csr1000w"))
        self.stack = RouterStack(folder, self.sound)
        self.stack.described["answerSeconds"] = SILENT_SECONDS
        self.stack.values["routers"]["csr1000w"] = beside(self.stack.described, self.faulty)
        self.stack.values["calico"]["peers"].append("2.2.2.2")
        self.stack.values["metallb"]["peers"].append("10.0.0.253")

    def applied(self, router: LabRouter) -> dict[str, str]:
        """When each object on a router was applied, by its resource's name."""
        exported = self.stack.engine.run("stack", "export", "--stack", "dev", stacked=False).ok().text
        resources = json.loads(exported)["deployment"]["resources"]
        mine = [each for each in resources if each.get("outputs", {}).get("router") == router.name]
        at = {each["urn"].rpartition(":")[2]: each["outputs"].get("changed_at") for each in mine}
        return {name: moment for name, moment in at.items() if moment}


def beside(described: dict[str, Any], router: LabRouter) -> dict[str, Any]:
    """A second router in the same networks, with other addresses."""
    text = json.dumps(described).replace("1.1.1.", "2.2.2.").replace("1.0.0.", "2.0.0.").replace(".254/", ".253/")
    return {**json.loads(text), "port": router.port, "knownHosts": str(router.known_hosts)}


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[Pair]:
    with ExitStack() as kept:
        line = {"match": "neighbor 10.0.0.12 update-source Loopback2", "times": 1}
        yield Pair(tmp_path, kept, line | {"do": "refuse", "text": "% No."})


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Pair]:
    with ExitStack() as kept:
        yield Pair(tmp_path, kept, {"match": "router bgp 65000", "do": "hang"})


def test_a_router_that_refuses_a_line_does_not_hurt_the_other(refusing: Pair) -> None:
    before = refusing.sound.running(), refusing.faulty.running()
    refused = "csr1000w: line 'neighbor 10.0.0.12 update-source "
    # Without `--continue-on-error` the engine begins nothing more once anything has failed.
    assert refused in refusing.stack.fails("--continue-on-error")
    assert len(refusing.applied(refusing.sound)) == 11
    refusing.stack.up()
    refusing.stack.preview("--refresh", "--expect-no-changes").ok()
    refusing.stack.destroy()
    assert (refusing.sound.running(), refusing.faulty.running()) == before


def test_a_router_is_configured_while_another_one_is_silent(silent: Pair) -> None:
    assert "csr1000w" in silent.stack.fails("--continue-on-error")
    meanwhile, after = silent.applied(silent.sound), silent.applied(silent.faulty)
    assert len(meanwhile) == 11
    assert max(meanwhile.values()) < max(after.values())


def test_a_router_that_cannot_be_reached_does_not_keep_the_other_waiting(refusing: Pair) -> None:
    refusing.stack.values["routers"]["csr1000w"]["port"] = 1
    said = refusing.stack.fails("--continue-on-error")
    assert "csr1000w: no connection to 127.0.0.1 port 1: connection refused" in said
    assert len(refusing.applied(refusing.sound)) == 11
