"""A short text that stands for many values: where it is another one, something has changed."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any


def digest(values: Sequence[Any]) -> str:
    """Twelve hexadecimal digits that are others whenever any of the values is."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12]
