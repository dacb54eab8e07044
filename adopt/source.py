"""Reads the running configuration from a router over SSH, or from a file."""

import getpass
import os
import sys
from pathlib import Path
from typing import Any

from errors import IntentError, LoginError, Problem
from model.router import password_variable
from platforms.base import Platform
from platforms.running import Running
from transport.endpoint import Endpoint


def from_router(endpoint: Endpoint, platform: Platform[Any]) -> Running:
    """The running configuration, read over one SSH session; nothing is changed.

    Raises:
        RouterError: It cannot be reached, or the login does not work.
    """
    session = platform.connect(endpoint, _password(endpoint, password_variable(endpoint.password_key)))
    try:
        return platform.parse(session.running_configuration())
    finally:
        session.close()


def from_file(path: str, platform: Platform[Any]) -> Running:
    """The running configuration in a file, `-` for standard input; with or without the command's own header and prompt.

    Raises:
        IntentError: It cannot be read, or is no running configuration.
    """
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text()
    except OSError as error:
        raise _unfit(path, error.strerror or str(error), platform) from None
    except UnicodeDecodeError:
        raise _unfit(path, "is not text", platform) from None
    running = platform.parse(text)
    if not platform.adoption.is_configuration(running):
        raise _unfit(path, "is no running configuration", platform)
    return running


def _unfit(path: str, why: str, platform: Platform[Any]) -> IntentError:
    hint = f"save what `{platform.adoption.command}` prints, for example with ssh"
    problem = Problem("--from", f"'{path}': {why}", hint)
    return IntentError([problem], "the command line")


def _password(endpoint: Endpoint, variable: str) -> str:
    """The password, from the environment or a prompt at the terminal; never from the command line."""
    if password := os.environ.get(variable):
        return password
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {endpoint.username} at {endpoint.place}: ")
    raise LoginError(endpoint.router, f"no password: {variable} is not set and there is no terminal to ask at")
