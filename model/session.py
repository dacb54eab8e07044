"""Settings of a speaker's sessions that both ends must share: one value, written to both."""

from typing import Annotated, Literal

from pydantic import Field

from model.base import Expected, Switch, Value, Whole
from model.names import ConfigurationKey


class Bfd(Value):
    """BFD at both ends of a session."""

    interval_milliseconds: Annotated[int, Whole, Field(ge=50, le=9999)] = Field(
        300, description="Interval between two packets, in each direction"
    )
    multiplier: Annotated[int, Whole, Field(ge=3, le=50)] = Field(
        3, description="Number of missing packets after which the other end is down"
    )


Limit = Annotated[int, Whole, Field(ge=1, le=2147483647)] | Literal["auto"]


class Session(Value):
    """Settings of one speaker's sessions, written to the routers and to the cluster."""

    hold_seconds: Annotated[int, Whole, Field(ge=3, le=65535)] | None = Field(
        None,
        description="Hold time; a change applies from the session's next start. Calico has no setting for it, so that "
        "the router's value applies, the smaller one of both ends",
    )
    keepalive_seconds: Annotated[int, Whole, Field(ge=1, le=21845)] | None = Field(
        None, description="Keepalive interval; default: a third of `holdSeconds`"
    )

    password_key: Annotated[ConfigurationKey, Field(pattern=r"^[a-z][A-Za-z0-9]*$")] | None = Field(
        None,
        description="Configuration key of the sessions' MD5 password (RFC 2385), a secret; written to the router's "
        "neighbors and into a Secret that the speaker reads",
    )
    graceful_restart: Switch = Field(
        False,
        description="Whether both ends keep each other's routes while the other restarts (RFC 4724). Calico's BIRD "
        "always offers it, MetalLB in its FRR modes only",
    )
    bfd: Bfd | None = Field(
        None, description="BFD, by which each end detects that the other is down (RFC 5880); MetalLB's FRR modes only"
    )
    maximum_prefix: Annotated[Limit, Expected("a whole number from 1 to 2147483647, or auto")] | None = Field(
        None,
        description="Maximum number of routes from one node, above which the router ends the session; auto: the number "
        "that the pools and, from Calico, the blocks of pod addresses can make",
    )

    def keepalive(self) -> int | None:
        """The seconds between two keepalives; None: the session has no hold time."""
        if self.hold_seconds is None:
            return None
        return self.keepalive_seconds or self.hold_seconds // 3
