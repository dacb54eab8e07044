"""The outcomes of a fleet: as text, JSON, JUnit XML, a page, and metrics."""

import argparse
import json
import time
from collections.abc import Sequence

from fleet.outcome import Outcome
from fleet.words import NOT_STARTED, exit_code, headline, said, word, wrong
from verify import report
from verify.whole_file import write_whole


def text(outcomes: Sequence[Outcome]) -> str:
    """One line for each stack, with what is wrong below it, and a line that counts."""
    widths = [max(map(len, column), default=0) for column in zip(*((o.stack, o.wave) for o in outcomes), strict=True)]
    lines = []
    for each in outcomes:
        cells = [f"{word(each):<4}", *map(str.ljust, (each.stack, each.wave), widths), f"{each.seconds:5.1f} s"]
        lines.append("  ".join([*cells, said(each.results)]))
        lines += wrong(each.results)
    return "\n".join([*lines, headline(outcomes)])


def as_json(command: str, outcomes: Sequence[Outcome]) -> str:
    """The outcomes as JSON: each stack with results like those of `verify --json`."""
    stacks = [
        {
            "stack": each.stack,
            "wave": each.wave,
            "routers": each.routers,
            "outcome": {"ok": "ok", "FAIL": "fail", "?": "could-not-look", NOT_STARTED: "not-started"}[word(each)],
            "seconds": round(each.seconds, 3),
            "results": report.objects(each.results),
            "plan": each.plan,
        }
        for each in outcomes
    ]
    return json.dumps({"command": command, "exitCode": exit_code(outcomes), "stacks": stacks}, indent=2)


def write(options: argparse.Namespace, outcomes: Sequence[Outcome]) -> None:
    """Write the files that were asked for.

    Raises:
        CoexistError: One cannot be written.
    """
    if options.junit:
        suites = {f"bgp-coexist {each.stack}": each.results for each in outcomes}
        write_whole(options.junit, report.as_junit_suites(suites))
    if options.html:
        from fleet.page import page  # its library is needed by nothing else here

        write_whole(options.html, page(options.command, outcomes))
    if options.metrics:
        from verify.metrics import write as write_metrics  # as is this one's

        write_metrics(options.metrics, *(each.last_look(time.time()) for each in outcomes))
