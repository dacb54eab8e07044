"""What is done to one stack: previewed, applied, checked, compared."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from drift.__main__ import drift
from drift.found import Found
from drift.report import field_text
from errors import CoexistError
from fleet import outcome, stack_files
from fleet.engine import Engine
from fleet.member import Member
from fleet.outcome import Done
from fleet.router_locks import RouterLocks
from fleet.stack_locks import applied
from verify import runner
from verify.access import opened
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Result, Verdict
from verify.look import Look, look_at

_CONNECT_SECONDS = 5.0
_AS_WRITTEN, _NO_DIFFERENCE = "as the stack's file says", "no difference"


def up(member: Member, project: Path, engine: Engine, locks: RouterLocks) -> Done:
    """Apply a stack, with its routers locked; one with a router that does not answer is not begun.

    Raises:
        LaterError: Another fleet has one of its routers.
    """
    try:
        with locks.taken(member):
            if silent := [router for router in sorted(member.configured) if not _answers(*router)]:
                where = ", ".join(f"{host} port {port}" for host, port in silent)
                return outcome.not_looked(outcome.APPLIED, f"not begun: no answer from {where}")
            if member.values:
                stack_files.write(member.name, member.values, project)
            return outcome.done(outcome.APPLIED, applied(engine, member.name))
    except CoexistError as error:
        return outcome.failed(outcome.APPLIED, error)


def preview(member: Member, project: Path, engine: Engine) -> Done:
    """Preview a stack; nothing is sent to a router."""
    try:
        if member.values:
            stack_files.write(member.name, member.values, project)
        return outcome.previewed(*engine.preview(member.name))
    except CoexistError as error:
        return outcome.failed(outcome.PREVIEWED, error)


def verify(member: Member, project: Path) -> Done:
    """Make the checks of a stack's running network."""
    stack, begun = member.stack, time.monotonic()
    checks = checks_of(stack)
    try:
        with opened(stack, member.name, project) as sources:
            results = runner.run(checks, sources, stack.verification.wait_seconds)
            # Of hundreds of stacks it would be too much; `bgp-coexist verify` has it.
            results = [replace(each, evidence=()) for each in with_causes(stack, results, sources)]
            return Done(results, look_at(member.name, stack, checks, sources, results, begun))
    except CoexistError as error:
        return outcome.not_looked(outcome.LOOKED, str(error))


def compare(member: Member, project: Path) -> Done:
    """Compare a stack's file with its routers and its cluster."""
    begun = time.monotonic()
    try:
        found = drift(member.stack, member.name, project)
    except CoexistError as error:
        return outcome.not_looked(outcome.LOOKED, str(error))
    counts = {owner: sum(each.owner == owner for each in found.differences) for owner in found.looked_at}
    seconds = time.monotonic() - begun
    return Done(list(_results(found)), Look(member.name, [], [], {}, time.time(), seconds, drift=counts))


def _results(found: Found) -> Iterator[Result]:
    for owner, count in found.looked_at.items():
        if not any(each.owner == owner for each in found.differences):
            actual = f"{_NO_DIFFERENCE} in {count} objects"
            yield Result(owner, "all objects", _AS_WRITTEN, _NO_DIFFERENCE, actual, Verdict.PASS)
    for each in found.differences:
        actual = "; ".join([*each.lines, *map(field_text, each.fields)])
        yield Result(each.owner, each.object, _AS_WRITTEN, _NO_DIFFERENCE, actual, Verdict.FAIL)
    for unseen in found.unseen:
        verdict = Verdict.SKIPPED if unseen.is_allowed else Verdict.COULD_NOT_LOOK
        yield Result(unseen.owner, "all objects", _AS_WRITTEN, "", unseen.why, verdict)
    for number, text in enumerate(found.notes, 1):
        yield Result("note", str(number), _AS_WRITTEN, "", text, Verdict.SKIPPED)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host.strip("[]"), port), _CONNECT_SECONDS):
            return True
    except OSError:
        return False
