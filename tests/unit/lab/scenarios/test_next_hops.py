"""The scenario of the next hops: its claims for both values of the key, on each router, and what it restores."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from lab.errors import LabError
from lab.fabric.topology import NODES
from lab.scenarios import next_hops, peerings
from lab.scenarios.applied import Applied
from lab.scenarios.stage import Stage

EVERY = [host.ip for host in NODES]
BLOCKS = {f"192.168.{number}.0/26": host for number, host in enumerate(NODES)}
AFFINITIES = [{"spec": {"cidr": block, "node": host.name, "state": "confirmed"}} for block, host in BLOCKS.items()]
GONE = {"spec": {"cidr": "192.168.9.0/26", "node": "worker4", "state": "pendingDeletion"}}
UP = "Global_1_1_1_2 BGP      master   up     07:00:47    Established\n"


class Lab(Applied):
    """A lab in which an `up` changes what the nodes announce, as the file says."""

    def __init__(self, folder: Path, stack: str) -> None:
        super().__init__(folder, stack)
        LABS.append(self)
        self.folder, self.applied = folder, ["all"]

    def up(self, config: Path) -> None:
        text = yaml.safe_load(config.read_text())
        self.applied.append(text["config"]["bgp-coexist:calico"]["announce"])

    def require(self) -> None: ...


LABS: list[Lab] = []


def paths(fabric: Any, vrf: str) -> dict[str, list[str]]:
    """The router's BGP table."""
    own = LABS[-1].applied[-1] == "own"
    # A router may receive a path twice, which is a node once.
    return {"1.1.1.2/32": ["0.0.0.0"]} | {
        block: [host.ip] if own else EVERY[::-1] + EVERY[:1] for block, host in BLOCKS.items()
    }


@pytest.fixture(autouse=True)
def lab(monkeypatch: pytest.MonkeyPatch) -> None:
    LABS.clear()
    monkeypatch.setattr(next_hops, "Applied", Lab)
    monkeypatch.setattr(next_hops, "SETTLING_SECONDS", 0)
    monkeypatch.setattr(next_hops, "get", lambda *_: {"items": [*AFFINITIES, GONE]})
    monkeypatch.setattr(peerings, "protocols", lambda *_: UP)
    table(monkeypatch, paths)


def table(monkeypatch: pytest.MonkeyPatch, shown: Any) -> None:
    places = {name: next_hops.Place(place.stack, shown) for name, place in next_hops.PLACES.items()}
    monkeypatch.setattr(next_hops, "PLACES", places)


def played(folder: Path, router: str = "ios-xe") -> Stage:
    """The stage after the scenario, with everything put back."""
    lines: list[str] = []
    fabric: Any = SimpleNamespace(places=SimpleNamespace(root=folder))
    stage = Stage(fabric, router, lines.append)
    next_hops.play(stage)
    stage.put_back()
    print("\n".join(lines))
    return stage


@pytest.mark.parametrize("router", next_hops.ROUTERS)
def test_where_the_filter_works_every_claim_holds(
    router: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, router).failed == []
    assert LABS[-1].applied == ["all", "own", "all", "all"]
    shown = capsys.readouterr().out.splitlines()
    everyone = "; ".join(f"{block}: {', '.join(EVERY)}" for block in BLOCKS)
    assert f"      {everyone}" in shown
    alone = "; ".join(f"{block}: {host.ip}" for block, host in BLOCKS.items())
    at = shown.index("  holds: own: each block arrives from its own node alone")
    assert shown[at + 1] == f"      {alone}"
    assert shown[-1] == "  put back: the stack as its own file says"


def test_where_the_filter_has_no_effect_the_claim_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_effect(*_: object) -> Mapping[str, list[str]]:
        return dict.fromkeys(BLOCKS, EVERY)

    table(monkeypatch, without_effect)
    assert played(tmp_path).failed == ["own: each block arrives from its own node alone"]


def test_a_block_that_is_gone_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_the_first(*_: object) -> Mapping[str, list[str]]:
        return {block: hops for block, hops in paths(None, "").items() if block != "192.168.0.0/26"}

    table(monkeypatch, without_the_first)
    assert len(played(tmp_path).failed) == 3
    assert "192.168.0.0/26: nothing; 192.168.1.0/26: 10.0.0.11;" in capsys.readouterr().out


def test_a_stack_that_already_has_the_filter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lab, "values", lambda _: {"calico": {"asn": 65002}})
    with pytest.raises(LabError, match=r"its calico\.announce is 'own', and this begins"):
        played(tmp_path)
    assert LABS[-1].applied == ["all"]
