"""Stacks of a fleet of which only the routers count."""

from fleet.member import Member, Router
from tests.seed import seed_stack


class Stub(Member):
    """A stack of which only the routers count."""

    def __init__(self, name: str, *routers: Router) -> None:
        super().__init__(name, seed_stack(), None, str)
        object.__setattr__(self, "_routers", frozenset(routers))

    @property
    def routers(self) -> frozenset[Router]:
        return self._routers  # type: ignore[attr-defined, no-any-return]

    @property
    def configured(self) -> frozenset[Router]:
        return self.routers
