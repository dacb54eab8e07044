"""What both ends of a speaker's sessions must agree on, said once and written on both."""

from typing import Annotated, Literal

from pydantic import Field

from model.base import Expected, Switch, Value, Whole
from model.names import ConfigurationKey


class Bfd(Value):
    """What both ends of a session are told of BFD."""

    interval_milliseconds: Annotated[int, Whole, Field(ge=50, le=9999)] = Field(
        300, description="Time between two packets, each way"
    )
    multiplier: Annotated[int, Whole, Field(ge=3, le=50)] = Field(
        3, description="How many missing packets mean that the other end is gone"
    )


Limit = Annotated[int, Whole, Field(ge=1, le=2147483647)] | Literal["auto"]


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

    password_key: Annotated[ConfigurationKey, Field(pattern=r"^[a-z][A-Za-z0-9]*$")] | None = Field(
        None,
        description="Configuration key that holds the sessions' MD5 password (RFC 2385), a secret; it is written on "
        "the router's neighbors and into a Secret that the speaker reads",
    )
    graceful_restart: Switch = Field(
        False,
        description="Whether both ends keep each other's routes while the other restarts (RFC 4724). Calico's BIRD "
        "always offers it, MetalLB in its FRR modes only",
    )
    bfd: Bfd | None = Field(
        None, description="How fast both ends notice that the other is gone (RFC 5880); MetalLB's FRR modes only"
    )
    maximum_prefix: Annotated[Limit, Expected("a whole number from 1 to 2147483647, or auto")] | None = Field(
        None,
        description="How many routes the router takes from one node before it ends the session; auto: as many as the "
        "pools and, from Calico, the blocks of pod addresses can make",
    )

    def keepalive(self) -> int | None:
        """The seconds between two keepalives; None where the session's times are not said."""
        if self.hold_seconds is None:
            return None
        return self.keepalive_seconds or self.hold_seconds // 3
