"""What is done to one stack: previewed, applied, checked, compared."""

import socket
from collections.abc import Sequence
from pathlib import Path

from errors import CoexistError
from fleet import outcome, stack_files
from fleet.engine import Engine
from fleet.member import Member
from fleet.router_locks import RouterLocks
from fleet.stack_locks import applied
from verify import runner
from verify.access import opened
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Result

_CONNECT_SECONDS = 5.0


def up(member: Member, project: Path, engine: Engine, locks: RouterLocks) -> list[Result]:
    """Apply a stack, with its routers locked; one with a router that does not answer is not begun.

    Raises:
        LaterError: Another fleet has one of its routers.
    """
    if silent := [router for router in sorted(member.routers) if not _answers(*router)]:
        where = ", ".join(f"{host} port {port}" for host, port in silent)
        return [outcome.not_looked(outcome.APPLIED, f"not begun: no answer from {where}")]
    try:
        with locks.taken(member):
            if member.values:
                stack_files.write(member.name, member.values, project)
            return [outcome.done(outcome.APPLIED, applied(engine, member.name))]
    except CoexistError as error:
        return [outcome.failed(outcome.APPLIED, error)]


def preview(member: Member, project: Path, engine: Engine) -> list[Result]:
    """Preview a stack; nothing is sent to a router."""
    try:
        if member.values:
            stack_files.write(member.name, member.values, project)
        return [outcome.done(outcome.PREVIEWED, engine.preview(member.name))]
    except CoexistError as error:
        return [outcome.failed(outcome.PREVIEWED, error)]


def verify(member: Member, project: Path, wait_seconds: float | None = None) -> list[Result]:
    """Make the checks of a stack's running network."""
    stack = member.stack
    seconds = stack.verification.wait_seconds if wait_seconds is None else wait_seconds
    try:
        with opened(stack, member.name, project) as sources:
            results: Sequence[Result] = runner.run(checks_of(stack), sources, seconds)
            return list(with_causes(stack, results, sources))
    except CoexistError as error:
        return [outcome.not_looked(outcome.LOOKED, str(error))]


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host.strip("[]"), port), _CONNECT_SECONDS):
            return True
    except OSError:
        return False
