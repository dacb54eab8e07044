"""What a requirements file says, read without pip."""

import re
from dataclasses import dataclass, field
from pathlib import Path

_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(\[[^]]*\])?(?P<specifier>[^;\\#]*)")


@dataclass
class Entry:
    """One requirement: the version specifier, the hashes, and the names after `# via`."""

    specifier: str
    hashes: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)


def entries(file: Path) -> dict[str, Entry]:
    """The requirements of a source or a lock, by normalized name."""
    found: dict[str, Entry] = {}
    last = Entry("")
    for line in file.read_text().splitlines():
        words = line.strip().removesuffix("\\").strip()
        if words.startswith("--hash="):
            last.hashes.append(words.removeprefix("--hash="))
        elif words.startswith("# via"):
            last.via += words.removeprefix("# via").strip().split(", ")
        elif match := _REQUIREMENT.match(words):
            last = found[normalized(match["name"])] = Entry(match["specifier"].strip())
    return found


def normalized(name: str) -> str:
    """A distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
