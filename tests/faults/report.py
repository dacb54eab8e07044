"""How cases ended, in words and as a table; the same for every platform."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.named_case import NamedCase
from tests.faults.stage import Outcome


@dataclass(frozen=True)
class Result:
    """One case and how it ended."""

    case: NamedCase
    outcome: Outcome
    seconds: float


def told(result: Result, fully: bool, options: str = "") -> str:
    """One case in words, with the command that repeats it."""
    verdict = "lost" if result.outcome.lost else "survived"
    lines = [f"{verdict}: {result.case.name}", *(f"  {line}" for line in result.outcome.lost)]
    if fully:
        lines += ["  said:", *(f"    {line}" for line in result.outcome.said.splitlines())]
        lines += ["  typed:", *(f"    {number} {line}" for number, line in enumerate(result.outcome.typed, 1))]
    else:
        lines.append(f"  repeat: python -m tests.faults {options}--only {result.case.name}")
    return "\n".join(lines)


def table(found: Sequence[Result]) -> str:
    """Cases, survived and lost: a row per operation, a row per fault, and all."""
    operations = dict.fromkeys(result.case.operation for result in found)
    faults = dict.fromkeys(result.case.fault for result in found)
    rows = [_row(name, [each for each in found if each.case.operation == name]) for name in operations]
    rows += [_row(f"({fault})", [each for each in found if each.case.fault == fault]) for fault in faults]
    head = f"{'':24}{'cases':>8}{'survived':>10}{'lost':>8}{'seconds each':>14}"
    return "\n".join([head, *rows, _row("all", found)])


def _row(name: str, found: Sequence[Result]) -> str:
    lost = Counter(bool(each.outcome.lost) for each in found)
    mean = sum(each.seconds for each in found) / max(1, len(found))
    return f"{name:24}{len(found):8}{lost[False]:10}{lost[True]:8}{mean:14.2f}"
