"""The stack's configuration as Pulumi holds it, every key looked at, and nothing else touched."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret

from errors import IntentError, Problem
from model.load import stack_from
from model.router import password_variable
from model.stack import Stack

OBJECTS = tuple(Stack.model_fields)


@dataclass(frozen=True)
class Configuration:
    """A sound configuration.

    Args:
        stack: What it means.
        values: The same as written: top-level keys without the project, JSON types, no secrets.
        passwords: The routers' passwords that are configured, as secrets, by configuration key.
    """

    stack: Stack
    values: dict[str, Any]
    passwords: dict[str, pulumi.Output[str]]


def read() -> Configuration:
    """The configuration of the stack that is being run.

    Raises:
        IntentError: With every problem there is; nothing was touched.
    """
    prefix = pulumi.get_project() + ":"
    held = {key.removeprefix(prefix): text for key, text in CONFIG.get().items() if key.startswith(prefix)}
    secrets = {key for key in held if is_config_secret(prefix + key)}
    values, problems = _objects(held, secrets)
    password_keys = _password_keys(values)
    problems += _strangers(held, password_keys) + _password_problems(held, secrets, password_keys)
    try:
        stack = stack_from(values)
    except IntentError as error:
        raise IntentError([*error.problems, *problems]) from None
    if problems:
        raise IntentError(problems)
    config = pulumi.Config()
    return Configuration(stack, values, {key: config.require_secret(key) for key in password_keys & held.keys()})


def _objects(held: Mapping[str, str], secrets: set[str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of the keys that hold objects; a secret among them is refused before anything reads it."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key in OBJECTS:
        if key in secrets:
            problems.append(Problem(key, "holds a secret", "give secrets top-level keys of their own"))
        elif key in held:
            values[key] = _parsed(held[key])
    return values, problems


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _password_keys(values: Mapping[str, Any]) -> set[str]:
    """The keys the routers name for their passwords, also where the rest of a router is not sound."""
    routers = values.get("routers")
    described = routers.values() if isinstance(routers, Mapping) else ()
    keys = (router.get("passwordKey", "routerPassword") for router in described if isinstance(router, Mapping))
    return {key for key in keys if isinstance(key, str)}


def _strangers(held: Mapping[str, str], password_keys: set[str]) -> list[Problem]:
    known = {*OBJECTS, *password_keys, "routerPassword"}
    return [
        Problem(key, f"unknown key '{key}'", "the keys are " + ", ".join(sorted(known)))
        for key in sorted(held.keys() - known)
    ]


def _password_problems(held: Mapping[str, str], secrets: set[str], password_keys: set[str]) -> list[Problem]:
    problems = []
    for key in sorted(password_keys):
        hint = f"set it with `pulumi config set --secret {key}`"
        if key in held and key not in secrets:
            problems.append(Problem(key, "is a password in clear text", f"{hint}; the old one has been seen"))
        elif key not in held and password_variable(key) not in os.environ:
            problems.append(Problem(key, "is missing", f"{hint}, or in the environment as {password_variable(key)}"))
    return problems
