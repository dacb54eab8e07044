"""Texts that change with every change: of values, and of a Kubernetes object, from the API server's generation."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


def digest(values: Sequence[Any]) -> str:
    """A hash of the values, twelve hexadecimal digits."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12]


def generation(resource: pulumi.Resource) -> pulumi.Output[Any]:
    """The object's uid and generation; it differs after each change, also after one that restores former values."""
    metadata: pulumi.Output[Mapping[str, Any]] = vars(resource)["metadata"]
    return metadata.apply(_generation)


def _generation(metadata: Mapping[str, Any] | None) -> str:
    # Services and Calico's objects have no generation; their resource version changes with their rare status changes.
    fields = metadata or {}
    generation = fields.get("generation")
    # The number is 1.0 in a new object and 1 in the state.
    return f"{fields.get('uid')} {int(generation) if generation else fields.get('resourceVersion')}"
