"""The problems of the stack's file that the engine's values do not show: texts that it reads differently."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from errors import Problem
from model import yaml_scalars
from model.stack_config import has_secret, stack_config
from model.stack_file import UnreadableError


def file_problems(texts: Mapping[str, str]) -> list[Problem]:
    """The file's problems that preflight reports and the engine does not; none where the engine read another file.

    Args:
        texts: The configuration as the engine passes it on, by key without the project's name.
    """
    project = pulumi.get_project()
    try:
        text = Path(f"Pulumi.{pulumi.get_stack()}.yaml").read_bytes().decode("utf-8-sig")
        written = stack_config(text, project, yaml_scalars.ENGINE).value
        objects = {key: value for key, value in written.items() if isinstance(value, dict | list)}
        same = objects and all(_reads(texts.get(key), value) for key, value in objects.items())
        return stack_config(text, project).problems if same else []
    except (OSError, UnicodeDecodeError, UnreadableError):
        return []


def _reads(text: str | None, value: Any) -> bool:
    """Whether the engine's JSON is the value; true for a secret."""
    if has_secret(value):
        return True
    try:
        return text is not None and bool(json.loads(text) == value)
    except (ValueError, RecursionError):
        return False
