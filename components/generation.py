"""How often a Kubernetes object has been changed, counted by the API server itself."""

from collections.abc import Mapping
from typing import Any

import pulumi


def generation(resource: pulumi.Resource) -> pulumi.Output[Any]:
    """Which object it is and how often it was changed: another text after each change, also after one was undone."""
    # Custom resources have the property, yet their class declares none.
    metadata: pulumi.Output[Mapping[str, Any]] = vars(resource)["metadata"]
    return metadata.apply(_generation)


def _generation(metadata: Mapping[str, Any] | None) -> str:
    # Services and Calico's objects are not counted; their version changes with their status, which hardly does.
    held = metadata or {}
    counted = held.get("generation")
    # The same number comes as 1.0 from a fresh object and as 1 from the state.
    return f"{held.get('uid')} {int(counted) if counted else _version(held)}"


def _version(metadata: Mapping[str, Any]) -> Any:
    """The resource version, by its name in a typed object or in an untyped one."""
    # A typed object warns when it is asked by the other name.
    if hasattr(metadata, "resource_version"):
        return getattr(metadata, "resource_version")  # noqa: B009 - a mapping by its type
    return metadata.get("resourceVersion")
