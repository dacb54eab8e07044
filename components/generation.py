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
    # Custom resources have the property, but their class does not declare it.
    metadata: pulumi.Output[Mapping[str, Any]] = vars(resource)["metadata"]
    return metadata.apply(_generation)


def _generation(metadata: Mapping[str, Any] | None) -> str:
    # Services and Calico's objects have no generation; their resource version changes with their rare status changes.
    fields = metadata or {}
    generation = fields.get("generation")
    # The number is 1.0 in a new object and 1 in the state.
    return f"{fields.get('uid')} {int(generation) if generation else _version(fields)}"


def _version(metadata: Mapping[str, Any]) -> Any:
    """The resource version, of a typed object or of a mapping."""
    # A typed object warns about the other name.
    if hasattr(metadata, "resource_version"):
        return getattr(metadata, "resource_version")  # noqa: B009 - a mapping by its type
    return metadata.get("resourceVersion")
