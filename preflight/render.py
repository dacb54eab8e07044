"""`python -m preflight.render --stack NAME` prints the configuration that a stack wants on a router.

It needs neither engine nor router. Exit code 0: it is printed. 1: the stack's file has problems, the router is unknown,
or a password is missing.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from errors import IntentError, Problem
from model.keys import password_problems
from model.router import password_variable
from model.stack import Stack
from platforms.passwords import fingerprint, placeholder
from platforms.registry import platform_of
from preflight.options import add_stack
from preflight.stack_input import stack_from_file


def main(arguments: list[str] | None = None, prog: str = "python -m preflight.render") -> int:
    """Print what a stack wants on a router and return the exit code."""
    options = _options(arguments, prog)
    try:
        stack = stack_from_file(options.stack, options.project)
        router = _router(stack, options.router)
        passwords = _passwords(session_keys(stack, router), os.environ) if options.with_passwords else None
    except IntentError as error:
        print(error, file=sys.stderr)
        return 1
    print(rendered(stack, router, passwords), end="")
    return 0


def rendered(stack: Stack, router: str, passwords: Mapping[str, str] | None = None) -> str:
    """The configuration that a stack wants on a router, below comments that say what it is.

    Args:
        stack: The stack.
        router: The router's name in it.
        passwords: The sessions' passwords by configuration key; None: placeholders that name the keys.
    """
    platform, keys = platform_of(stack.routers[router]), session_keys(stack, router)
    # A password is printed as its key, whatever its fingerprint is.
    marks = {key: fingerprint(key) for key in keys}
    objects = []
    for wanted in platform.objects(stack, router):
        object_type = platform.object_types[wanted.type]
        values = object_type.values.model_validate(wanted.marked_values(marks))
        objects.append((wanted, object_type.lines(values)))
    text = platform.printed(objects)
    for key, clear in (passwords or {}).items():
        text = text.replace(f" {placeholder(key)}\n", f" password {clear}\n")
    comments = [f"! {comment}\n" for comment in _comments(router, keys if passwords is None else ())]
    return "".join([*comments, "!\n", text])


def session_keys(stack: Stack, router: str) -> list[str]:
    """The configuration keys of the passwords of a router's sessions."""
    objects = platform_of(stack.routers[router]).objects(stack, router)
    return sorted({key for wanted in objects for key in wanted.password_keys})


def _comments(router: str, placeholders: Iterable[str]) -> Iterator[str]:
    yield f"what the stack wants on router {router}; it removes nothing that the router has"
    for key in placeholders:
        yield f"{placeholder(key)} stands for the password: --with-passwords reads it from {password_variable(key)}"


def _router(stack: Stack, name: str | None) -> str:
    """The router of this name; None: the only one.

    Raises:
        IntentError: There is no such router, or none is named and there are several.
    """
    if name is None and len(stack.routers) == 1:
        return next(iter(stack.routers))
    if name in stack.routers:
        return name
    what = f"'{name}': the stack has no such router" if name else "is missing: the stack has several routers"
    raise _refused(Problem("--router", what, expected="one of " + ", ".join(stack.routers)))


def _passwords(keys: Iterable[str], environment: Mapping[str, str]) -> dict[str, str]:
    """The sessions' passwords by configuration key.

    Raises:
        IntentError: The environment lacks one, or has one that not both ends of a session accept.
    """
    found = {key: environment.get(password_variable(key), "") for key in keys}
    missing = [Problem(key, "is missing", f"export {password_variable(key)}") for key in found if not found[key]]
    if problems := [*missing, *(each for key in found if found[key] for each in password_problems(key, found[key]))]:
        raise _refused(*problems)
    return found


def _refused(*problems: Problem) -> IntentError:
    return IntentError(list(problems), "the command line")


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Print the configuration that a stack wants on a router, to upload, paste or template. Nothing is sent."
    parser = argparse.ArgumentParser(prog=prog, description=about)
    add_stack(parser, "name of the stack")
    parser.add_argument("--router", help="name of the router in the stack; needed where there are several")
    parser.add_argument(
        "--with-passwords",
        action="store_true",
        help="print the sessions' passwords, from the environment; default: placeholders that name their keys",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
