"""What the README shows, taken out of its text."""

import re
from pathlib import Path

from tests.engine import PROJECT

README = (PROJECT / "README.md").read_text()
# The prose that people read; the READMEs of the tests' data are for those who change it.
PAGES = sorted(
    [
        *PROJECT.glob("*.md"),
        *(page for name in ("changes", "docs", "examples") for page in (PROJECT / name).rglob("*.md")),
    ]
)


def blocks(language: str = "", text: str = README) -> list[str]:
    """The fenced blocks of that language, in order; without a language the ones that show output."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for name, block in fences if name == language]


def shown(first_word: str) -> str:
    """The one block of output that has the words."""
    (block,) = [block for block in blocks() if first_word in block]
    return block


def code(page: Path) -> str:
    """Everything in a page that is set as code."""
    text = page.read_text()
    fenced = re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return "\n".join(fenced + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))
