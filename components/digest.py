"""A hash that changes when any value changes."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any


def digest(values: Sequence[Any]) -> str:
    """A hash of the values, twelve hexadecimal digits."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12]
