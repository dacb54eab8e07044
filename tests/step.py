"""A line for a router, as small as the transport takes one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """What is typed, where, and whether it waits until all before it was accepted."""

    line: str
    mode: tuple[str, ...] = ()
    settled: bool = False

    @property
    def shown(self) -> str:
        """The line, as an error names it."""
        return self.line
