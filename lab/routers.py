"""The lab's routers: the emulator of IOS-XE, or FRR on a Linux kernel of its own. A lab has one of them."""

from collections.abc import Callable
from dataclasses import dataclass

from lab.fabric import Fabric, router
from lab.frr_machine import FrrMachine


@dataclass(frozen=True)
class LabRouter:
    """A router that the lab can have; it answers SSH on 127.0.0.1:10022, and its host key is in known_hosts.

    Args:
        brings: What it is, for the progress.
        prepare: What must be done before anything of the lab is started.
        start: Starts it; a router that runs is left alone.
    """

    brings: str
    prepare: Callable[[Fabric], None]
    start: Callable[[Fabric], None]


USUAL = "ios-xe"
ROUTERS = {
    USUAL: LabRouter("csr1000v, IOS-XE at the prompt", lambda fabric: None, router.start),
    "frr": LabRouter(
        "FRR on a Linux kernel of its own",
        lambda fabric: FrrMachine(fabric).prepare(),
        lambda fabric: FrrMachine(fabric).start(),
    ),
}
