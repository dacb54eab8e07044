"""The stack's configuration as Pulumi has it, with all its problems."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret

from errors import IntentError, Problem
from model import yaml_scalars
from model.keys import OBJECTS, password_keys, password_problems, session_password_keys
from model.load import findings
from model.router import password_variable
from model.stack import Stack
from model.stack_config import has_secret, stack_config
from model.stack_file import UnreadableError
from platforms.passwords import fingerprint


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
    prefix = pulumi.get_project() + ":"
    texts = {key.removeprefix(prefix): text for key, text in CONFIG.get().items() if key.startswith(prefix)}
    secrets = {key for key in texts if is_config_secret(prefix + key)}
    values = {key: _parsed(texts[key]) for key in OBJECTS if key in texts and key not in secrets}
    stack, problems = findings(values, texts, secrets, os.environ)
    problems = [*_file_problems(texts), *problems]
    if problems or stack is None:
        raise IntentError(problems)
    # A session's password is in its environment variable or else in the configuration.
    keys = session_password_keys(values)
    clear = {key: os.environ.get(password_variable(key)) or pulumi.Config().require(key) for key in keys}
    if problems := [problem for key, text in clear.items() for problem in password_problems(key, text)]:
        raise IntentError(problems)
    passwords = {key: pulumi.Config().require_secret(key) for key in password_keys(values) & texts.keys()}
    passwords |= {key: pulumi.Output.secret(text) for key, text in clear.items()}
    return Configuration(stack, values, passwords, {key: fingerprint(text) for key, text in clear.items()})


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
