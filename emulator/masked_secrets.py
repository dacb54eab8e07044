"""Masking of secrets in lines that are logged."""

import re

_SECRET = re.compile(r"\b(password|secret|key)(?: \d)? \S.*$")


def masked(line: str) -> str:
    """Return the line with `…` in the place of a secret."""
    return _SECRET.sub(r"\1 …", line.strip())
