"""What both ends of a speaker's sessions must agree on, said once and written on both."""

from typing import Annotated

from pydantic import Field

from model.base import Value, Whole


class Session(Value):
    """The sessions of one speaker with the routers: what is said here is written on the router and in the cluster."""

    hold_seconds: Annotated[int, Whole, Field(ge=3, le=65535)] | None = Field(
        None,
        description="How long a silent end counts as alive. It counts from the session's next start on. On Calico's "
        "side, which has no setting for it, the router's value counts, because the smaller of both does",
    )
    keepalive_seconds: Annotated[int, Whole, Field(ge=1, le=21845)] | None = Field(
        None, description="How often an end says that it is alive; default: three times in `holdSeconds`"
    )

    def keepalive(self) -> int | None:
        """The seconds between two keepalives; None where the session's times are not said."""
        if self.hold_seconds is None:
            return None
        return self.keepalive_seconds or self.hold_seconds // 3
