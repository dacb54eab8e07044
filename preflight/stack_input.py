"""The stack, from its file or from standard input, and the routers' passwords."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import ClusterError, IntentError, LoginError, Problem
from model.keys import OBJECTS
from model.load import stack_from
from model.router import password_variable
from model.stack import Stack
from model.stack_config import has_secret, stack_config
from model.stack_file import Document, UnreadableError, document

_PULUMI_SECONDS = 30


@dataclass(frozen=True)
class FileContent:
    """This project's part of a stack's file.

    Args:
        values: The values by key, without the project's name and without secrets.
        secrets: The keys of encrypted values, which are not decrypted.
        clear: The keys of texts in place of objects: passwords in clear text.
        problems: The problems of how the file is written.
    """

    values: dict[str, Any]
    secrets: frozenset[str]
    clear: frozenset[str]
    problems: tuple[Problem, ...] = ()


def stack_from_file(name: str, project: Path) -> Stack:
    """The stack that `Pulumi.NAME.yaml` describes; its secrets are not decrypted.

    Raises:
        IntentError: There is no such file, or it has problems.
    """
    return _stack(content_of(stack_file(name, project), project), f"Pulumi.{name}.yaml")


def stack_from_text(text: str, source: str, project: Path) -> Stack:
    """The stack that the text of a stack's file describes; `source` names it in errors.

    Raises:
        IntentError: It has problems.
    """
    return _stack(_content(stack_config(text, project_name(project))), source)


def _stack(content: FileContent, source: str) -> Stack:
    if content.problems:
        raise IntentError(list(content.problems), source)
    return stack_from(content.values, source)


def stack_file(name: str, project: Path) -> Path:
    """The path of a stack's file.

    Raises:
        IntentError: There is no such file.
    """
    path = project / f"Pulumi.{name}.yaml"
    if not path.is_file():
        known = sorted(file.name.split(".")[1] for file in project.glob("Pulumi.*.yaml"))
        hint = "the stacks here are " + ", ".join(known) if known else "run it where Pulumi.yaml is, or use --project"
        raise IntentError([Problem("--stack", f"'{name}': there is no {path}", hint)], "the command line")
    return path


def content_of(path: Path, project: Path) -> FileContent:
    """The content of a stack's file.

    Raises:
        IntentError: The file cannot be read.
    """
    try:
        config = stack_config(path.read_bytes().decode("utf-8-sig"), project_name(project))
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"is not UTF-8: byte {error.start + 1} is no text") from None
    except (OSError, UnreadableError) as error:
        raise _unreadable(path, f"cannot be read: {getattr(error, 'strerror', error)}") from None
    return _content(config)


def _content(config: Document) -> FileContent:
    content = config.value
    secrets = frozenset(key for key, value in content.items() if has_secret(value))
    clear = frozenset(key for key, value in content.items() if isinstance(value, str) and key not in OBJECTS)
    values = {key: content[key] for key in content if key not in secrets | clear}
    return FileContent(values, secrets, clear, tuple(config.problems))


def _unreadable(path: Path, what: str) -> IntentError:
    return IntentError([Problem(path.name, what, code="YAML01")], str(path))


def stack_from_input() -> Stack:
    """The stack from standard input: a heading, then JSON with the configuration's keys without the project."""
    return stack_from(json.loads(sys.stdin.read().partition("\n")[2]))


def project_name(project: Path) -> str:
    """The project's name in Pulumi.yaml."""
    return str(document((project / "Pulumi.yaml").read_text()).value["name"])


def router_password(router: str, key: str, stack_name: str, project: Path) -> str:
    """A router's password, from its environment variable or else from `pulumi config get`.

    Raises:
        LoginError: Neither has the password.
    """
    variable = password_variable(key)
    if password := os.environ.get(variable):
        return password
    argv = ["pulumi", "config", "get", key, "--stack", stack_name, "--non-interactive"]
    try:
        done = subprocess.run(argv, cwd=project, capture_output=True, text=True, timeout=_PULUMI_SECONDS, check=False)
    except FileNotFoundError:
        what = f"no password: {variable} is not set, and there is no pulumi on the PATH to ask for {key}"
        raise LoginError(
            router, what, f'export {variable}, or in a clone of the project: eval "$(make -s env)"'
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_password(router, key, variable, str(error)) from None
    if done.returncode != 0:
        raise _no_password(router, key, variable, (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return done.stdout.removesuffix("\n")


def _no_password(router: str, key: str, variable: str, why: str) -> LoginError:
    what = f"no password: {variable} is not set, and `pulumi config get {key}` failed: {why}"
    return LoginError(router, what, f"export {variable}, or the passphrase of the stack's secrets")


def kubeconfig_file(stack: Stack, project: Path) -> str:
    """The path of the stack's kubeconfig.

    Raises:
        ClusterError: There is no such file.
    """
    path = project / Path(stack.cluster.kubeconfig or "").expanduser()
    if not path.is_file():
        raise ClusterError("cluster.kubeconfig", f"'{stack.cluster.kubeconfig}': there is no such file")
    return str(path)
