"""The Pulumi.NAME.yaml of a stack that a fleet file describes: written from it, secrets kept.

So every other command (`pulumi`, `verify`, `watch`) works on a stack of a fleet as on any other. What `pulumi` has
written into the file, secrets and their salt, stays.
"""

import os
from pathlib import Path
from typing import Any

import yaml

from errors import CoexistError, Problem
from model.stack_config import has_secret
from preflight.stack_input import content_of, project_name

MARK = "# Written by `bgp-coexist fleet` from a fleet file: what is changed here is lost, but for secrets.\n"
_KUBERNETES = "pulumi:disable-default-providers"


def file_problems(name: str, project: Path) -> list[Problem]:
    """The problem of a stack that the fleet file describes, and a file written by hand as well."""
    path = project / f"Pulumi.{name}.yaml"
    if not path.is_file() or path.read_text("utf-8-sig").startswith(MARK) or not content_of(path, project).values:
        return []
    hint = f"remove the values here, so that {path.name} is used as it is; or delete its values, and keep its secrets"
    return [
        Problem(f"stacks.{name}", f"is described here and in {path.name}, which is written by hand", hint, "FLEET13")
    ]


def write(name: str, values: dict[str, Any], project: Path) -> None:
    """Write a stack's file, whole or not at all, where it is not that already.

    Raises:
        CoexistError: It cannot be written.
    """
    path = project / f"Pulumi.{name}.yaml"
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    text = MARK + yaml.safe_dump(_content(before, values, project_name(project)), sort_keys=False, width=120)
    if text == before:
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        raise CoexistError(f"{path} cannot be written: {error.strerror}") from None


def _content(before: str, values: dict[str, Any], project: str) -> dict[str, Any]:
    """The values, then what of the file before is not the fleet file's."""
    content: dict[str, Any] = yaml.safe_load(before) or {}
    config = {key: value for key, value in (content.get("config") or {}).items() if _is_kept(key, value, project)}
    described = {f"{project}:{key}": value for key, value in values.items()}
    return {**content, "config": {_KUBERNETES: ["kubernetes"], **described, **config}}


def _is_kept(key: str, value: Any, project: str) -> bool:
    return has_secret(value) or not key.startswith(f"{project}:")
