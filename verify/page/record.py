"""The results of the last run, kept as JSON beside the page, and what has changed since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from errors import CoexistError
from verify.check import Result, Verdict


class Kept(BaseModel):
    """A result as it is kept."""

    who: str
    where: str
    what: str
    actual: str
    verdict: Verdict

    @property
    def key(self) -> tuple[str, str, str]:
        """Which check it is of."""
        return (self.who, self.where, self.what)


class Record(BaseModel):
    """The results of one run, and when it ended."""

    stack: str
    at: str
    results: list[Kept]


@dataclass(frozen=True)
class Change:
    """A check that is not as it was in the run before; None: there was no such check, or there is none any more."""

    check: Kept
    before: Kept | None
    now: Kept | None


def record_of(stack: str, at: str, results: Sequence[Result]) -> Record:
    """The record of a run."""
    kept = [Kept(who=r.who, where=r.where, what=r.what, actual=r.actual, verdict=r.verdict) for r in results]
    return Record(stack=stack, at=at, results=kept)


def record_file(page: Path) -> Path:
    """The file beside a page."""
    return page.with_suffix(".json")


def last_record(page: Path, stack: str) -> Record | None:
    """The record beside a page; None: there is no such file.

    Raises:
        CoexistError: The file is another one, or of another stack: it would be overwritten.
    """
    file = record_file(page)
    try:
        record = Record.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise _foreign(file, "is not a record of `bgp-coexist verify --html`, and would be overwritten") from None
    if record.stack != stack:
        raise _foreign(file, f"has the results of stack '{record.stack}', and would be overwritten")
    return record


def _foreign(file: Path, what: str) -> CoexistError:
    return CoexistError(f"--html: {file}, beside the page, {what}", "name another page, or move that file away")


def changes(before: Record, now: Record) -> list[Change]:
    """The checks with another verdict or another fault than before, new ones, and those that are gone."""
    old, new = ({each.key: each for each in record.results} for record in (before, now))
    keys = list(dict.fromkeys([*new, *old]))
    found = [Change(new.get(key) or old[key], old.get(key), new.get(key)) for key in keys]
    return [change for change in found if _differs(change.before, change.now)]


def _differs(before: Kept | None, now: Kept | None) -> bool:
    if before is None or now is None or before.verdict is not now.verdict:
        return True
    # What holds may hold in another way each time: which pod answered how often.
    return now.verdict is Verdict.FAIL and before.actual != now.actual


def as_text(record: Record) -> str:
    """The record as JSON."""
    return json.dumps(record.model_dump(mode="json"), indent=1) + "\n"
