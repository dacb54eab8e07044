"""Results as a table, JSON and JUnit XML."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from printable import LINE_CHARACTERS, one_line, printable
from verify.check import Result, Verdict

_MARKS = {Verdict.PASS: "ok", Verdict.FAIL: "FAIL", Verdict.COULD_NOT_LOOK: "?", Verdict.SKIPPED: "-"}
_AS_ABOVE = "not seen, as above"
_TAGS = {Verdict.FAIL: "failure", Verdict.COULD_NOT_LOOK: "error", Verdict.SKIPPED: "skipped"}


def table(results: Sequence[Result]) -> str:
    """One line for each check; a failed one with the expected value, and why one could not be made only once."""
    rows = [(_MARKS[result.verdict], *map(one_line, (result.who, result.where, result.what))) for result in results]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    cells = ["  ".join(map(str.ljust, row, widths)) for row in rows]
    endings = [_AS_ABOVE if _said_above(results, index) else _ending(each) for index, each in enumerate(results)]
    return "\n".join(f"{start}  {ending}" for start, ending in zip(cells, endings, strict=True))


def _said_above(results: Sequence[Result], index: int) -> bool:
    """Whether a check could not be made for the reason of an earlier one."""
    reason = (Verdict.COULD_NOT_LOOK, results[index].actual)
    return results[index].verdict is reason[0] and reason in ((each.verdict, each.actual) for each in results[:index])


def _ending(result: Result) -> str:
    expected = f"  (expected {result.expected})" if result.verdict is Verdict.FAIL else ""
    text = one_line(result.actual.replace("\n", " ") + expected, LINE_CHARACTERS)
    if result.cause is None:
        return text
    path = f"\n      path: {one_line(result.cause.path)}" if result.cause.path else ""
    return f"{text}\n      cause: {one_line(result.cause.what, LINE_CHARACTERS)}{path}"


def failures(results: Sequence[Result]) -> str:
    """The table of the checks that do not pass, with a count."""
    bad = [result for result in results if result.verdict not in (Verdict.PASS, Verdict.SKIPPED)]
    unseen = sum(result.verdict is Verdict.COULD_NOT_LOOK for result in bad)
    failed = len(bad) - unseen
    counts = [f"{failed} of {len(results)} checks do not hold"] if failed else []
    counts += [f"{unseen} {'' if failed else f'of {len(results)} checks '}could not be made"] if unseen else []
    return f"{', '.join(counts)}:\n{table(bad)}"


def exit_code(results: Sequence[Result]) -> int:
    """0 where all checks pass, 1 where some fail, 2 where none fails but some could not be made."""
    verdicts = {result.verdict for result in results}
    return 1 if Verdict.FAIL in verdicts else 2 if Verdict.COULD_NOT_LOOK in verdicts else 0


def as_json(results: Sequence[Result], brief: bool = False) -> str:
    """The results as a JSON list of objects; brief: without what differs from one time to the next."""
    return json.dumps(objects(results, brief), indent=2)


def objects(results: Sequence[Result], brief: bool = False) -> list[dict[str, Any]]:
    """The results as objects of JSON."""
    left_out = {"seconds", "evidence", "cause"} if brief else set[str]()
    return [{key: value for key, value in asdict(result).items() if key not in left_out} for result in results]


def as_junit(results: Sequence[Result], suite: str) -> str:
    """The results as JUnit XML: one suite, a test case for each check."""
    return _xml(_suite(results, suite))


def as_junit_suites(suites: Mapping[str, Sequence[Result]]) -> str:
    """The results of several suites, by their names, as JUnit XML."""
    root = ElementTree.Element("testsuites")
    root.extend(_suite(results, suite) for suite, results in suites.items())
    return _xml(root)


def _xml(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(results: Sequence[Result], suite: str) -> ElementTree.Element:
    verdicts = [result.verdict for result in results]
    counts = {"tests": len(results), "failures": verdicts.count(Verdict.FAIL)}
    counts["errors"] = verdicts.count(Verdict.COULD_NOT_LOOK)
    counts |= {"skipped": skipped} if (skipped := verdicts.count(Verdict.SKIPPED)) else {}
    root = ElementTree.Element("testsuite", {"name": printable(suite), **{key: str(counts[key]) for key in counts}})
    for result in results:
        # XML has no place for a control character, not even escaped.
        who, what = printable(f"{result.who}.{result.where}"), printable(result.what)
        case = ElementTree.SubElement(root, "testcase", classname=who, name=what)
        if tag := _TAGS.get(result.verdict):
            found = ElementTree.SubElement(case, tag, message=printable(result.actual))
            found.text = printable(f"expected: {result.expected}") if tag != "skipped" else None
    return root
