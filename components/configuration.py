"""The stack's configuration as Pulumi holds it, every key looked at, and nothing else touched."""

import json
import os
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret

from components.written import file_problems
from errors import IntentError
from model.keys import OBJECTS, password_keys, password_problems, session_password_keys
from model.load import findings
from model.router import password_variable
from model.stack import Stack
from platforms.passwords import fingerprint


@dataclass(frozen=True)
class Configuration:
    """A sound configuration.

    Args:
        stack: What it means.
        values: The same as written: top-level keys without the project, JSON types, no secrets.
        passwords: The passwords that are configured, as secrets, by configuration key.
        session_marks: The fingerprints of the sessions' passwords, by configuration key; secrets like these.
    """

    stack: Stack
    values: dict[str, Any]
    passwords: dict[str, pulumi.Output[str]]
    session_marks: dict[str, str]


def read() -> Configuration:
    """The configuration of the stack that is being run.

    Raises:
        IntentError: With every problem there is; nothing was touched.
    """
    prefix = pulumi.get_project() + ":"
    held = {key.removeprefix(prefix): text for key, text in CONFIG.get().items() if key.startswith(prefix)}
    secrets = {key for key in held if is_config_secret(prefix + key)}
    values = {key: _parsed(held[key]) for key in OBJECTS if key in held and key not in secrets}
    stack, problems = findings(values, held, secrets, os.environ)
    problems = [*file_problems(held), *problems]
    if problems or stack is None:
        raise IntentError(problems)
    clear = {key: _clear(key) for key in session_password_keys(values)}
    if problems := [problem for key, text in clear.items() for problem in password_problems(key, text)]:
        raise IntentError(problems)
    passwords = {key: pulumi.Config().require_secret(key) for key in password_keys(values) & held.keys()}
    passwords |= {key: pulumi.Output.secret(text) for key, text in clear.items()}
    return Configuration(stack, values, passwords, {key: fingerprint(text) for key, text in clear.items()})


def _clear(key: str) -> str:
    """A session's password: from its environment variable, else from the configuration."""
    return os.environ.get(password_variable(key)) or pulumi.Config().require(key)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
