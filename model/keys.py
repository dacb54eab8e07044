"""The top-level keys of a configuration: objects and passwords, and the problems of the keys."""

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from errors import Problem
from model.base import is_off
from model.router import password_variable
from model.stack import Stack
from printable import one_line

OBJECTS = tuple(Stack.model_fields)


def password_keys(values: Mapping[str, Any]) -> set[str]:
    """The configuration keys of the routers' passwords; the rest of a router need not be valid."""
    return _login_keys(_routers(values))


def _routers(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    routers = values.get("routers")
    described = routers.values() if isinstance(routers, Mapping) else ()
    return [router for router in described if isinstance(router, Mapping)]


def _login_keys(routers: Iterable[Mapping[str, Any]]) -> set[str]:
    return {key for each in routers if isinstance(key := each.get("passwordKey", "routerPassword"), str)}


def session_password_keys(values: Mapping[str, Any]) -> set[str]:
    """The configuration keys of the speakers' session passwords; the rest of a speaker need not be valid."""
    sessions = (_entry(values.get(speaker), "session") for speaker in ("calico", "metallb"))
    return {key for session in sessions if isinstance(key := _entry(session, "passwordKey"), str)}


def _entry(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def key_problems(
    keys: Collection[str], secrets: Collection[str], values: Mapping[str, Any], environment: Collection[str] | None
) -> Iterator[Problem]:
    """The problems of the top-level keys; no secret is read.

    Args:
        keys: The top-level keys without the project's name.
        secrets: Those of them that are encrypted.
        values: The objects among them.
        environment: The names of the environment's variables; None: a missing password is not a problem yet.
    """
    for key in OBJECTS:
        if key in secrets:
            yield Problem(key, "contains a secret", "give secrets top-level keys of their own", code="KEY02")
    passwords = password_keys(values) | session_password_keys(values)
    managed = [router for router in _routers(values) if not is_off(router.get("managed"))]
    needed = _login_keys(managed) | session_password_keys(values)
    known = {*OBJECTS, *passwords, "routerPassword"}
    for key in sorted(set(keys) - known):
        what = f"unknown key '{one_line(key)}'"
        yield Problem(key, what, code="KEY01", expected="one of " + ", ".join(sorted(known)))
    for key in sorted(passwords):
        hint = f"set it with `pulumi config set --secret {shlex.quote(key)}`"
        if key in keys and key not in secrets:
            yield Problem(key, "is a password in clear text", f"{hint}; change the password as well", code="KEY03")
        elif key in needed - set(keys) and environment is not None and password_variable(key) not in environment:
            hint = f"{hint}, or in the environment as {password_variable(key)}"
            yield Problem(key, "is missing", hint, code="KEY04")


_FOR_IOS = re.compile(r"[A-Za-z!#-&(-/:->@\[-~][!#-&(-/0-9:->@A-Z\[-~]{0,24}")


def password_problems(key: str, clear: str) -> Iterator[Problem]:
    """The problem of a session password that IOS, Calico's BIRD or MetalLB refuses; the text leaves it out."""
    if not _FOR_IOS.fullmatch(clear):
        yield Problem(
            key,
            "is not accepted by all of router, Calico and MetalLB",
            f"pulumi config set --secret {shlex.quote(key)}",
            code="KEY05",
            expected="1 to 25 letters, digits and signs; the first is no digit; no blank, question mark or quote",
        )
