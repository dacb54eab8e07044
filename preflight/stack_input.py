"""The stack to verify, from its YAML or from standard input, and the routers' passwords."""

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
from model.stack_file import UnreadableError, document

_PULUMI_SECONDS = 30


@dataclass(frozen=True)
class Held:
    """What a stack's file holds for this project.

    Args:
        values: Its keys without the project's name, those of secrets left out.
        secrets: The keys that hold something encrypted, which is left alone.
        clear: The keys that hold a text, which only passwords would.
        problems: What is wrong with how the file is written.
    """

    values: dict[str, Any]
    secrets: frozenset[str]
    clear: frozenset[str]
    problems: tuple[Problem, ...] = ()


def stack_from_file(name: str, project: Path) -> Stack:
    """The stack that `Pulumi.NAME.yaml` describes; its secrets are left alone.

    Raises:
        IntentError: There is no such file, or it does not describe a network that can work.
    """
    source = f"Pulumi.{name}.yaml"
    held = held_in(stack_file(name, project), project)
    if held.problems:
        raise IntentError(list(held.problems), source)
    return stack_from(held.values, source)


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


def held_in(path: Path, project: Path) -> Held:
    """What a stack's file holds.

    Raises:
        IntentError: It cannot be read as one.
    """
    try:
        config = stack_config(path.read_bytes().decode("utf-8-sig"), project_name(project))
    except OSError as error:
        problem = Problem(path.name, f"cannot be read: {error.strerror}", code="YAML01")
        raise IntentError([problem], str(path)) from None
    except UnicodeDecodeError as error:
        problem = Problem(path.name, f"is no text in UTF-8: byte {error.start + 1} of it is not", code="YAML01")
        raise IntentError([problem], str(path)) from None
    except UnreadableError as error:
        raise IntentError([Problem(path.name, f"cannot be read: {error}", code="YAML01")], str(path)) from None
    held = config.values
    secrets = frozenset(key for key, value in held.items() if has_secret(value))
    clear = frozenset(key for key, value in held.items() if isinstance(value, str) and key not in OBJECTS)
    values = {key: held[key] for key in held if key not in secrets | clear}
    return Held(values, secrets, clear, tuple(config.problems))


def stack_from_input() -> Stack:
    """The stack in the JSON on standard input, below a heading: the configuration's keys without their project."""
    return stack_from(json.loads(sys.stdin.read().partition("\n")[2]))


def project_name(project: Path) -> str:
    """The name in Pulumi.yaml."""
    return str(document((project / "Pulumi.yaml").read_text()).value["name"])


def router_password(router: str, key: str, stack_name: str, project: Path) -> str:
    """A router's password: from its environment variable, else from the stack's secrets by way of pulumi.

    Raises:
        LoginError: Neither has it.
    """
    variable = password_variable(key)
    if password := os.environ.get(variable):
        return password
    argv = ["pulumi", "config", "get", key, "--stack", stack_name, "--non-interactive"]
    try:
        done = subprocess.run(argv, cwd=project, capture_output=True, text=True, timeout=_PULUMI_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_password(router, key, variable, str(error)) from None
    if done.returncode != 0:
        raise _no_password(router, key, variable, (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return done.stdout.removesuffix("\n")


def _no_password(router: str, key: str, variable: str, why: str) -> LoginError:
    what = f"no password: {variable} is not set, and `pulumi config get {key}` says: {why}"
    return LoginError(router, what, f"export {variable}, or the passphrase of the stack's secrets")


def kubeconfig_file(stack: Stack, project: Path) -> str:
    """The path of the stack's kubeconfig.

    Raises:
        ClusterError: It is not there.
    """
    path = project / Path(stack.cluster.kubeconfig or "").expanduser()
    if not path.is_file():
        raise ClusterError("cluster.kubeconfig", f"'{stack.cluster.kubeconfig}': there is no such file")
    return str(path)
