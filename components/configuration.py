"""The stack's configuration as Pulumi has it, with all its problems."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret

from errors import IntentError, Problem
from model import yaml_scalars
from model.keys import OBJECTS, password_keys, password_problems, session_password_keys
from model.router import password_variable
from model.stack import Stack
from model.stack_config import has_secret, stack_config
from model.stack_file import UnreadableError
from platforms.passwords import fingerprint
from preflight.findings import findings


@dataclass(frozen=True)
class Configuration:
    """A valid configuration.

    Args:
        stack: The stack that it describes.
        values: Its values as written: top-level keys without the project, JSON types, no secrets.
        passwords: The configured passwords, as secrets, by configuration key.
        session_marks: The fingerprints of the sessions' passwords, by configuration key; they are secret, too.
    """

    stack: Stack
    values: dict[str, Any]
    passwords: dict[str, pulumi.Output[str]]
    session_marks: dict[str, str]


def read() -> Configuration:
    """The configuration of the current stack.

    Raises:
        IntentError: All problems of the configuration.
    """
    project = pulumi.get_project()
    texts = _texts(project)
    values = {key: _parsed(texts[key]) for key in OBJECTS if key in texts and key not in _secrets(project)}
    return described(values, project, _file_problems(texts))


def described(values: dict[str, Any], project: str, problems: Sequence[Problem] = ()) -> Configuration:
    """The configuration of such values.

    Args:
        values: The values, without secrets.
        project: Whose the passwords' keys are in Pulumi's configuration.
        problems: Those that were found before.

    Raises:
        IntentError: All problems of the configuration.
    """
    texts = _texts(project)
    stack, found = findings(values, {*values, *texts}, _secrets(project), os.environ)
    if stack is None or problems or found:
        raise IntentError([*problems, *found])
    config = pulumi.Config(project)
    # A session's password is in its environment variable or else in the configuration.
    keys = session_password_keys(values)
    clear = {key: os.environ.get(password_variable(key)) or config.require(key) for key in keys}
    if problems := [problem for key, text in clear.items() for problem in password_problems(key, text)]:
        raise IntentError(problems)
    passwords = {key: config.require_secret(key) for key in password_keys(values) & texts.keys()}
    passwords |= {key: pulumi.Output.secret(text) for key, text in clear.items()}
    return Configuration(stack, values, passwords, {key: fingerprint(text) for key, text in clear.items()})


def _texts(project: str) -> dict[str, str]:
    """Pulumi's configuration of a project, by key without the project's name."""
    prefix = project + ":"
    return {key.removeprefix(prefix): text for key, text in CONFIG.get().items() if key.startswith(prefix)}


def _secrets(project: str) -> set[str]:
    return {key for key in _texts(project) if is_config_secret(f"{project}:{key}")}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _file_problems(texts: Mapping[str, str]) -> list[Problem]:
    """The file's problems that the engine's values do not show; none where the engine read another file.

    Args:
        texts: The configuration as the engine passes it on, by key without the project's name.
    """
    project = pulumi.get_project()
    try:
        text = Path(f"Pulumi.{pulumi.get_stack()}.yaml").read_bytes().decode("utf-8-sig")
        written = stack_config(text, project, yaml_scalars.ENGINE).value
        objects = {key: value for key, value in written.items() if isinstance(value, dict | list)}
        same = objects and all(
            has_secret(value) or _parsed(texts.get(key, "")) == value for key, value in objects.items()
        )
        return stack_config(text, project).problems if same else []
    except (OSError, UnicodeDecodeError, UnreadableError):
        return []
