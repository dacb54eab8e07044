"""One lock per router for all fleets of one backend."""

from collections.abc import Iterator
from contextlib import contextmanager

from fleet.member import Member


class RouterLocks:
    """The locks."""

    @contextmanager
    def taken(self, member: Member) -> Iterator[None]:
        """Hold the locks of a member's routers."""
        yield
