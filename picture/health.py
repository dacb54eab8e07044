"""What the states of the sessions of one box with one router address say together."""

from collections.abc import Mapping
from enum import StrEnum

from picture.network import UNKNOWN
from platforms.facts import ESTABLISHED
from printable import one_line

# So that a picture stays readable when a whole rack is down.
_NAMED = 5
_STATE_CHARACTERS = 40


class Health(StrEnum):
    """How an edge is drawn; the last where nobody was asked."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


def health(states: Mapping[str, str]) -> Health:
    """One fault makes an edge faulty; a session that is not known is no fault."""
    found = set(states.values())
    if not all(found):
        return Health.NOT_ASKED
    if found <= {ESTABLISHED}:
        return Health.UP
    return Health.DOWN if found - {ESTABLISHED, UNKNOWN} else Health.UNKNOWN


def words(states: Mapping[str, str]) -> tuple[str, ...]:
    """The states in words: of one node its state, of several how many are up, and the others by name."""
    if health(states) is Health.NOT_ASKED:
        return ()
    if len(states) == 1:
        return tuple(_short(state) for state in states.values())
    up = sum(state == ESTABLISHED for state in states.values())
    return (f"{up} of {len(states)} {ESTABLISHED}", *faults(states))


def faults(states: Mapping[str, str]) -> list[str]:
    """The nodes whose session is not up, with its state: the first five, and the number of the others."""
    others = [f"{node} {_short(state)}" for node, state in states.items() if state != ESTABLISHED]
    if set(states.values()) == {UNKNOWN}:
        return [UNKNOWN]
    more = [f"and {len(others) - _NAMED} more"] if len(others) > _NAMED else []
    return others[:_NAMED] + more


def _short(state: str) -> str:
    """A state as the router writes it: any text."""
    return one_line(state, _STATE_CHARACTERS)
