"""What a router had of an object before the stack: the property `before` of a resource's state, typed."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class History(BaseModel):
    """What a router had of an object before the stack, and what the stack has removed of it since.

    The aliases are a state's keys, which never change. A key that is absent is not written, an unknown one is kept.

    Attributes:
        existed: Whether the object was on the router.
    """

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, hide_input_in_errors=True)

    existed: bool = False

    def state(self) -> dict[str, Any]:
        """The keys that were read or set, JSON types."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
