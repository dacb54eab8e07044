"""Lines as they may be written down."""

import re

_SECRET = re.compile(r"\b(password|secret|key)(?: \d)? \S.*$")


def masked(line: str) -> str:
    """The line, with `…` in the place of a secret."""
    return _SECRET.sub(r"\1 …", line.strip())
