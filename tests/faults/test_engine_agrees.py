"""The driver does what the real engine does: the same faults leave the same router and the same state."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.faults import LineFault
from tests.engine import PROJECT, Engine, Ran
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.router import FaultyRouter, Watched
from tests.faults.stage import Stage
from tests.faults.state import State, sent
from tests.lab_router import PASSWORD
from tests.seed import Values
from tests.stack.router_stack import PROGRAM

pytestmark = [
    pytest.mark.engine,
    # What is cut off is not closed by whoever had it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# What happens at which lines: by their text, because the engine's order is its own. Where the undo is refused as
# well, the first refusal is at a batch's last line: of the lines after it some would be on their way already, and how
# many is the network's affair.
Faults = dict[str, str]
CASES: dict[str, tuple[str, Faults]] = {
    "a create that ends half-way": (
        "create",
        {"neighbor 10.0.0.13 remote-as 65002": "refuse", "no address-family ipv4 vrf k8s-calico": "refuse"},
    ),
    "a create that is refused": ("create", {"neighbor 10.0.0.12 update-source Loopback2": "refuse"}),
    "an update that is refused": ("node-added", {"neighbor 10.0.0.14 update-source Loopback2": "refuse"}),
    "a removal whose connection is cut": ("node-removed", {"no neighbor 10.0.0.12 remote-as 65002": "cut-after"}),
    "a replacement that is refused": ("vrf-renamed", {"rd 65000:21": "refuse"}),
}


@pytest.fixture(scope="module")
def router() -> Iterator[FaultyRouter]:
    with FaultyRouter() as router:
        yield router


@pytest.mark.parametrize("name", CASES)
def test_the_driver_leaves_what_the_engine_leaves(name: str, router: FaultyRouter, tmp_path: Path) -> None:
    operation, faults = CASES[name]
    driven = Stage(router, OPERATIONS[operation]).attempt(watched(faults), Watched())
    stack = EngineStack(router, OPERATIONS[operation], tmp_path)
    stack.prepare()
    router.arm(watched(faults))
    assert (stack.run().code != 0) is bool(driven.said)
    router.back()
    assert router.running() == driven.between
    assert stack.kept() == in_short(driven.kept)
    stack.mend().ok()
    assert router.running() == driven.ends


def watched(faults: Faults) -> Watched:
    """Each after a while: by then the engine has begun everything that can be done at the same time."""
    lines: list[LineFault] = []
    for line, deed in faults.items():
        match = re.compile(line)
        lines += [LineFault("delay", match, seconds=2), LineFault(deed, match, text="% Not now")]
    return Watched(lines=lines)


class EngineStack:
    """One operation done by the real engine on the driver's router."""

    def __init__(self, router: FaultyRouter, operation: Operation, folder: Path) -> None:
        self.router, self.operation = router, operation
        self.config = folder / "Pulumi.dev.yaml"
        self.engine = Engine(folder / "state", "dev", PROGRAM, self.config)
        self.engine.environment |= {"PYTHONPATH": str(PROJECT), "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}

    def prepare(self) -> None:
        """What was applied before is on the router."""
        self.router.begin(self.operation.startup)
        if self.operation.verb != "create":
            self._write(self.operation.applied)
            self.engine.up().ok()

    def run(self) -> Ran:
        """What the operation ended with."""
        self._write(self.operation.wanted)
        return self.engine.destroy() if self.operation.verb == "destroy" else self.engine.up()

    def mend(self) -> Ran:
        """The next one."""
        return self.engine.destroy() if self.operation.verb == "destroy" else self.engine.up("--refresh")

    def kept(self) -> dict[str, Any]:
        """What the engine's state says of every resource of the router."""
        return {
            each["urn"].rpartition("::")[2]: _short(
                each["outputs"], bool(each.get("initErrors")), bool(each.get("pendingReplacement"))
            )
            for each in self.engine.resources()
            if each["type"].startswith("pulumi-python:dynamic/")
        }

    def _write(self, values: Values) -> None:
        described = values["routers"]["csr1000v"]
        described.update(host="127.0.0.1", port=self.router.port, hostKey=self.router.host_key)
        described["commitConfirm"] = "off"
        del described["knownHosts"]
        values["cluster"].pop("kubeconfig", None)
        kept = {f"bgp-coexist:{key}": values[key] for key in ("routers", "cluster", "calico", "metallb")}
        self.config.write_text(yaml.safe_dump({"config": kept}))


def in_short(state: State) -> dict[str, Any]:
    """What the driver's state says, in the form of `EngineStack.kept`."""
    return {
        urn.rpartition("::")[2]: _short(each.outputs, bool(each.init_errors), each.pending_replacement)
        for urn, each in state.resources.items()
    }


# What differs between two runs of one program; the driver's stack has another name than the engine's.
_OF_THE_RUN = ("changed_at", "__provider", "fingerprint", "stack")


def _short(outputs: Values, partly: bool, pending: bool) -> tuple[Values, bool, bool]:
    own = {key: value for key, value in sent(outputs).items() if key not in _OF_THE_RUN}
    return own, partly, pending
