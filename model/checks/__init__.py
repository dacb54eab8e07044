"""The checks of a stack across routers, VRFs, Calico, MetalLB and nodes, run before anything is changed.

Every public function of a module below is a check: from a stack it yields the problems or hints that it finds.
"""

from collections.abc import Iterator
from types import FunctionType, ModuleType

from errors import Problem
from model.checks import (
    addresses,
    calico,
    filters,
    hints,
    leaks,
    listening,
    metallb,
    numbers,
    peers,
    ranges,
    routers,
    sessions,
)
from model.stack import Stack

# The order of the problems in a report; within a module it is the functions'.
_MODULES = (peers, numbers, routers, sessions, leaks, filters, listening, addresses, ranges, calico, metallb)


def problems_of(stack: Stack) -> list[Problem]:
    """The problems that the checks find, in the order of the checks."""
    return [problem for module in _MODULES for problem in _found(module, stack)]


def hints_of(stack: Stack) -> list[Problem]:
    """The hints: configurations that work and are perhaps not intended."""
    return list(_found(hints, stack))


def _found(module: ModuleType, stack: Stack) -> Iterator[Problem]:
    for name, member in vars(module).items():
        if isinstance(member, FunctionType) and member.__module__ == module.__name__ and not name.startswith("_"):
            yield from member(stack)
