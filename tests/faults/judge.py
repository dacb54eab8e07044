"""What of a configuration is somebody else's, and how two configurations differ."""

from collections.abc import Iterator

# What occurs in the lines of `startup` that no stack of the matrix owns.
_FOREIGN = (
    "OFFICE",
    "description",
    "192.0.2.",
    "198.51.100.",
    "65000:77",
    "65000:99",
    "hostname",
    "archive",
    "path bootflash",
)


def foreign_of(running: str) -> str:
    """The lines of a configuration that are somebody else's, each with the blocks it stands in."""
    return "\n".join(_foreign_lines(running))


def _foreign_lines(running: str) -> Iterator[str]:
    blocks: list[str] = []
    for line in running.splitlines():
        indent = len(line) - len(line.lstrip())
        blocks = [*blocks[:indent], line]
        # A router id that is taken over is ours until it is given back.
        if any(word in block for block in blocks for word in _FOREIGN) and "bgp router-id" not in line:
            yield " / ".join(block.strip() for block in blocks)


def difference(wanted: str, found: str) -> list[str]:
    """What is missing and what is too much, nothing where both are the same byte for byte."""
    want, have = wanted.splitlines(), found.splitlines()
    missing = [f"missing: {line}" for line in want if line not in have]
    surplus = [f"too much: {line}" for line in have if line not in want]
    return missing + surplus or (["the same lines in another order"] if want != have else [])
