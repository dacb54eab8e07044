"""FRR on a Linux kernel of its own, as the lab's router: a machine that runs as a process in the router's namespace."""

from lab.frr_machine.machine import FrrMachine
from lab.frr_machine.settings import VRFS, Vrf

__all__ = ["VRFS", "FrrMachine", "Vrf"]
