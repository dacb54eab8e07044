"""Every problem of a stack's values: their form, the checks, and what the routers' platforms refuse."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from errors import Problem
from model import load
from model.stack import Stack
from platforms.registry import platform_of


def findings(
    values: Mapping[str, Any], keys: Collection[str], secrets: Collection[str], environment: Collection[str] | None
) -> tuple[Stack | None, list[Problem]]:
    """The stack, None where its form is not valid, and all problems; the arguments are `model.load.findings`'s."""
    stack, problems = load.findings(values, keys, secrets, environment)
    if stack is None:
        return None, problems
    refused = (platform_of(router).checks(stack, name) for name, router in stack.routers.items())
    return stack, [*problems, *chain.from_iterable(refused)]
