"""The Pulumi.NAME.yaml of a stack that a fleet file describes: written from it, secrets kept.

So every other command (`pulumi`, `verify`, `watch`) works on a stack of a fleet as on any other. What `pulumi` has
written into the file, secrets and their salt, stays.
"""

from pathlib import Path
from typing import Any

import yaml

from errors import IntentError, Problem
from model.stack_config import has_secret
from model.stack_file import UnreadableError, document
from preflight.stack_input import project_name
from verify.whole_file import write_whole

MARK = "# Written by `bgp-coexist fleet` from a fleet file: what is changed here is lost, but for secrets.\n"
_KUBERNETES = "pulumi:disable-default-providers"


def file_problems(name: str, project: Path) -> list[Problem]:
    """The problem of a stack that the fleet file describes, and a file written by hand as well.

    Raises:
        IntentError: There is such a file, which cannot be read.
    """
    path, prefix = project / f"Pulumi.{name}.yaml", f"{project_name(project)}:"
    text = _text(path)
    config = _content(text, path).get("config") or {}
    if text.startswith(MARK) or all(has_secret(config[key]) for key in config if key.startswith(prefix)):
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
    path, own = project / f"Pulumi.{name}.yaml", project_name(project)
    before = _text(path)
    content = _content(before, path)
    kept = {key: value for key, value in (content.get("config") or {}).items() if _is_kept(key, value, own)}
    config = {_KUBERNETES: ["kubernetes"], **{f"{own}:{key}": value for key, value in values.items()}, **kept}
    text = MARK + yaml.safe_dump({**content, "config": config}, sort_keys=False, width=120)
    if text != before:
        write_whole(path, text)


def _is_kept(key: str, value: Any, project: str) -> bool:
    return has_secret(value) or not key.startswith(f"{project}:")


def _text(path: Path) -> str:
    """The text of a stack's file; "": there is none.

    Raises:
        IntentError: It cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _unreadable(path, error.strerror) from None
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"byte {error.start + 1} is no text") from None


def _content(text: str, path: Path) -> dict[str, Any]:
    """What is in a stack's file; Pulumi itself writes one without `config`.

    Raises:
        IntentError: It cannot be read.
    """
    try:
        found = document(text).value if text.strip() else None
    except UnreadableError as error:
        raise _unreadable(path, str(error)) from None
    if not isinstance(found, dict | None) or not isinstance((found or {}).get("config") or {}, dict):
        raise _unreadable(path, "is no stack's file")
    return found or {}


def _unreadable(path: Path, why: str | None) -> IntentError:
    return IntentError([Problem(path.name, f"cannot be read: {why}", code="YAML01")], str(path))
