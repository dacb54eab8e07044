"""The difference between a text and a base, block by block; with the base it gives the whole text.

A difference follows the base's line that opens its block, with the number of lines from there:

    @@ protocol bgp bgp1002_10_0_0_11 { +3
    -  neighbor 10.0.0.11 as 65001;
    +  neighbor 10.0.0.11 as 65000;
"""

from difflib import SequenceMatcher


def difference(base: str, text: str) -> str:
    """Return the removed and added lines, each group under its block's header."""
    old, new = base.splitlines(keepends=True), text.splitlines(keepends=True)
    changed: list[str] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            opened = _opening(old, start)
            changed.append(f"@@ {old[opened].rstrip()} +{start - opened}\n")
            changed += [f"-{line}" for line in old[start:end]]
            changed += [f"+{line}" for line in new[new_start:new_end]]
    return "".join(changed)


def _opening(lines: list[str], at: int) -> int:
    """Return the nearest header at or above this line; else the first line."""
    openings = (number for number in range(min(at, len(lines) - 1), 0, -1) if lines[number][0] not in " }#\n")
    return next(openings, 0)
