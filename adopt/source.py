"""Where the running configuration comes from: a router over SSH, or a file somebody saved it to."""

import getpass
import os
import sys
from pathlib import Path

from errors import IntentError, LoginError, Problem
from model.router import password_variable
from platforms.iosxe.cli.session import connect
from platforms.iosxe.tree import Tree, parse
from transport.endpoint import Endpoint


def from_router(endpoint: Endpoint, password_key: str) -> Tree:
    """What `show running-config` says over one SSH session; nothing else is asked and nothing is changed.

    Raises:
        RouterError: It cannot be reached, or does not let us in.
    """
    with connect(endpoint, _password(endpoint, password_variable(password_key))) as session:
        return parse(session.running_configuration())


def from_file(path: str) -> Tree:
    """What a file holds, `-` for standard input; with or without the command's own header and prompt.

    Raises:
        IntentError: It cannot be read, or is no running configuration.
    """
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text()
    except OSError as error:
        raise _unfit(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise _unfit(path, "is not text") from None
    tree = parse(text)
    if not any(line.startswith(("hostname ", "version ", "router bgp ")) for line in tree.lines):
        raise _unfit(path, "is no running configuration")
    return tree


def _unfit(path: str, why: str) -> IntentError:
    problem = Problem("--from", f"'{path}': {why}", "save what `show running-config` prints, for example with ssh")
    return IntentError([problem], "the command line")


def _password(endpoint: Endpoint, variable: str) -> str:
    """From the environment, or asked for at the terminal; never from the command line."""
    if password := os.environ.get(variable):
        return password
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {endpoint.username} at {endpoint.place}: ")
    raise LoginError(endpoint.router, f"no password: {variable} is not set and there is no terminal to ask at")
