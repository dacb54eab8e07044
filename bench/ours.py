"""Our providers alone, called as Pulumi's engine calls them: one step as one process.

    python -m bench.ours FOLDER PORT HOST_KEY NODES STEP

The router's password is in BGP_COEXIST_ROUTER_PASSWORD. The state lies in the folder between the steps.
`nothing changed` refreshes, as `pulumi up --refresh`: else no router would be asked.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from apply.device import close_devices
from bench.steps import DESTROY, NOTHING, ROUTER, values
from model.load import stack_from
from tests.faults.deployer import Deployer
from tests.faults.graph import declared
from tests.faults.state import State


@dataclass(frozen=True)
class Stack:
    """Where a stack's state lies, its router, and how many nodes it has."""

    folder: Path
    port: int
    host_key: str
    nodes: int

    @property
    def state(self) -> Path:
        """The file of the state."""
        return self.folder / "ours.json"


def apply(stack: Stack, step: str) -> None:
    """Do one step; its sessions stay open until the process ends."""
    made = values(stack.nodes, step)
    made["routers"][ROUTER].update(port=stack.port, hostKey=stack.host_key, sshLegacy=False)
    made["routers"][ROUTER].pop("knownHosts")
    deployer = Deployer(State.read(stack.state.read_text()) if stack.state.exists() else State())
    if step == DESTROY:
        deployer.destroy()
    else:
        deployer.up(declared(stack_from(made)), refresh=step == NOTHING)
    stack.state.write_text(deployer.state.text())


def main() -> None:
    """Do the step that the command line names."""
    folder, port, host_key, nodes, step = sys.argv[1:]
    apply(Stack(Path(folder), int(port), host_key, int(nodes)), step)
    close_devices()


if __name__ == "__main__":
    main()
