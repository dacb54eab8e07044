"""How often a Kubernetes object has been changed, counted by the API server itself."""

from collections.abc import Mapping
from typing import Any

import pulumi


def generation(resource: pulumi.Resource) -> pulumi.Output[Any]:
    """The object's `metadata.generation`: another number after each change, also after somebody else's was undone."""
    # Custom resources have the property, yet their class declares none.
    metadata: pulumi.Output[Mapping[str, Any]] = vars(resource)["metadata"]
    return metadata.apply(lambda held: (held or {}).get("generation"))
