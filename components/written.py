"""The stack's file as it is written, which the engine does not hand over: what it read otherwise than YAML 1.2 does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from errors import Problem
from model import yaml_scalars
from model.stack_config import has_secret, stack_config
from model.stack_file import UnreadableError


def file_problems(held: Mapping[str, str]) -> list[Problem]:
    """What preflight refuses in the stack's file and the engine does not; nothing where the engine read another file.

    Args:
        held: The configuration as the engine hands it over, without the project's name.
    """
    project = pulumi.get_project()
    try:
        text = Path(f"Pulumi.{pulumi.get_stack()}.yaml").read_bytes().decode("utf-8-sig")
        written = stack_config(text, project, yaml_scalars.ENGINE).values
        objects = {key: value for key, value in written.items() if isinstance(value, dict | list)}
        same = objects and all(_reads(held.get(key), value) for key, value in objects.items())
        return stack_config(text, project).problems if same else []
    except (OSError, UnicodeDecodeError, UnreadableError):
        return []


def _reads(text: str | None, value: Any) -> bool:
    """Whether the engine made this JSON of a value; a secret is not looked at."""
    if has_secret(value):
        return True
    try:
        return text is not None and bool(json.loads(text) == value)
    except (ValueError, RecursionError):
        return False
