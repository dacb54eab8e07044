"""The state of each session of a stack, for its picture."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address

from errors import CoexistError
from model.stack import Stack
from platforms.facts import ESTABLISHED
from verify.catalog import checks_of
from verify.sessions import SessionsEstablished
from verify.sources import Sources

# By router, VRF and the node's address.
States = dict[tuple[str, str, IPv4Address], str]


def session_states(stack: Stack, sources: Sources) -> States:
    """The states as the routers tell them, asked side by side; a router that does not answer has none."""
    checks = [check for check in checks_of(stack) if isinstance(check, SessionsEstablished)]
    asked = [[check for check in checks if check.who == router] for router in sources.routers]
    with ThreadPoolExecutor(max(1, len(asked))) as asking:
        answers = asking.map(lambda of_router: dict(_states(of_router, sources)), asked)
        return {place: state for answer in answers for place, state in answer.items()}


def _states(checks: list[SessionsEstablished], sources: Sources) -> Iterator[tuple[tuple[str, str, IPv4Address], str]]:
    for check in checks:
        try:
            seen = check.seen(sources)
        except CoexistError:
            continue
        for neighbor in check.neighbors:
            state = check.fault_of(neighbor, seen.get(neighbor.address)) or ESTABLISHED
            yield (check.who, check.where, neighbor.address), state
