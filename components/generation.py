"""How often a Kubernetes object has been changed, counted by the API server itself."""

from collections.abc import Mapping
from typing import Any

import pulumi


def generation(resource: pulumi.Resource) -> pulumi.Output[Any]:
    """The object's generation: another one after each change, also after somebody else's was undone."""
    # Custom resources have the property, yet their class declares none.
    metadata: pulumi.Output[Mapping[str, Any]] = vars(resource)["metadata"]
    return metadata.apply(_generation)


def _generation(metadata: Mapping[str, Any] | None) -> Any:
    # Services and Calico's objects are not counted; theirs changes with their status too, which they hardly have.
    held = metadata or {}
    return held.get("generation") or _version(held)


def _version(metadata: Mapping[str, Any]) -> Any:
    """The resource version, by its name in a typed object or in an untyped one."""
    return getattr(metadata, "resource_version", None) or metadata.get("resourceVersion")
