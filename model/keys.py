"""The top-level keys of a configuration: what they hold, and which of them are passwords."""

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from errors import Problem
from model.router import password_variable
from model.stack import Stack
from printable import one_line

OBJECTS = tuple(Stack.model_fields)


def password_keys(values: Mapping[str, Any]) -> set[str]:
    """The keys the routers name for their passwords, also where the rest of a router is not sound."""
    routers = values.get("routers")
    described = routers.values() if isinstance(routers, Mapping) else ()
    keys = (router.get("passwordKey", "routerPassword") for router in described if isinstance(router, Mapping))
    return {key for key in keys if isinstance(key, str)}


def session_password_keys(values: Mapping[str, Any]) -> set[str]:
    """The keys the speakers name for their sessions' passwords, also where the rest is not sound."""
    sessions = (_held(values.get(speaker), "session") for speaker in ("calico", "metallb"))
    return {key for session in sessions if isinstance(key := _held(session, "passwordKey"), str)}


def _held(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def key_problems(
    held: Collection[str], secrets: Collection[str], values: Mapping[str, Any], environment: Collection[str] | None
) -> Iterator[Problem]:
    """Every problem of the keys themselves; no secret is read for it.

    Args:
        held: The top-level keys without the project's name.
        secrets: Those of them that are encrypted.
        values: The objects among them.
        environment: The names of the environment's variables; None where passwords may come later.
    """
    for key in OBJECTS:
        if key in secrets:
            yield Problem(key, "holds a secret", "give secrets top-level keys of their own", code="KEY02")
    passwords = password_keys(values) | session_password_keys(values)
    yield from _strangers(held, {*OBJECTS, *passwords, "routerPassword"})
    yield from _password_problems(held, secrets, sorted(passwords), environment)


_FOR_IOS = re.compile(r"[A-Za-z!#-&(-/:->@\[-~][!#-&(-/0-9:->@A-Z\[-~]{0,24}")


def password_problems(key: str, clear: str) -> Iterator[Problem]:
    """A session's password is one that IOS, Calico's BIRD and MetalLB all take; it is not repeated."""
    if not _FOR_IOS.fullmatch(clear):
        yield Problem(
            key,
            "is no password that all of router, Calico and MetalLB take",
            f"pulumi config set --secret {shlex.quote(key)}",
            code="KEY05",
            expected="1 to 25 letters, digits and signs, no digit first, no blank, question mark or quote",
        )


def _strangers(held: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for key in sorted(set(held) - known):
        yield Problem(
            key, f"unknown key '{one_line(key)}'", code="KEY01", expected="one of " + ", ".join(sorted(known))
        )


def _password_problems(
    held: Collection[str], secrets: Collection[str], passwords: list[str], environment: Collection[str] | None
) -> Iterator[Problem]:
    for key in passwords:
        hint = f"set it with `pulumi config set --secret {shlex.quote(key)}`"
        if key in held and key not in secrets:
            yield Problem(key, "is a password in clear text", f"{hint}; the old one has been seen", code="KEY03")
        elif key not in held and environment is not None and password_variable(key) not in environment:
            hint = f"{hint}, or in the environment as {password_variable(key)}"
            yield Problem(key, "is missing", hint, code="KEY04")
