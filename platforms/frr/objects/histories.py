"""The history of each type of object; lines are as the router shows them, passwords by their fingerprints."""

from pydantic import Field

from platforms.history import History


class PrefixListHistory(History):
    """A prefix list with its entries."""

    entries: tuple[str, ...] = Field((), exclude_if=lambda value: not value)


class BgpProcessHistory(History):
    """The default instance with the line of its router id."""

    router_id: str | None = None


class BgpVrfHistory(History):
    """A VRF's BGP instance.

    Attributes:
        settings: The lines of its settings and of the declared neighbors that existed, by setting.
        removed: The lines that the stack has removed or replaced: a restart before that was saved brings them back.
    """

    settings: dict[str, str] = Field(default_factory=dict)
    removed: dict[str, str] = Field(default_factory=dict, exclude_if=lambda value: not value)
