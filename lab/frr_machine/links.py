"""The links of FRR's machine: two of the lab's, and one of its own for SSH."""

import sys

from lab.fabric import Fabric
from lab.fabric.command import run
from lab.fabric.places import REPOSITORY
from lab.fabric.topology import CLIENT, ROUTER, SWITCH
from lab.frr_machine.settings import HOST_ADDRESS

MANAGEMENT = "mgmt"
# The machine's eth1 and eth2, in this order.
LINKS = ("Gi2", "Gi3")
# Both ends of its cables.
WITHOUT_OFFLOADS = {ROUTER: LINKS, SWITCH: ("router",), CLIENT: ("eth0",)}


def connect(fabric: Fabric) -> None:
    """Make what is missing of the management link, and switch the offloads of the other links off."""
    name = fabric.pin(ROUTER).name
    if f": {MANAGEMENT}:" not in run(["ip", "-n", name, "-o", "link", "show"]):
        run(["ip", "-n", name, "tuntap", "add", MANAGEMENT, "mode", "tap"])
    run(["ip", "-n", name, "address", "replace", HOST_ADDRESS, "dev", MANAGEMENT])
    run(["ip", "-n", name, "link", "set", MANAGEMENT, "up"])
    for host, interfaces in WITHOUT_OFFLOADS.items():
        argv = [sys.executable, "-m", "lab.frr_machine.offloads", *interfaces]
        fabric.run_in(host, argv, env={"PYTHONPATH": str(REPOSITORY)})
