"""A look as metrics of Prometheus; docs/metrics.md has their names and what they mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import GaugeMetricFamily

from errors import CoexistError
from verify.check import Result, Verdict
from verify.look import Look, SeenSession

_CHECK = ("stack", "who", "where", "what")
_SESSION = ("stack", "router", "vrf", "neighbor", "node", "speaker")
_ROUTER = ("stack", "router")

# name: labels, and what the metric says
METRICS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "bgp_coexist_check_pass": (_CHECK, "1: the check passes; 0: it fails; missing: it could not be made."),
    "bgp_coexist_check_could_not_look": (_CHECK, "1: the check could not be made, its source does not answer."),
    "bgp_coexist_check_skipped": (_CHECK, "1: the stack gives no access to what the check would look at."),
    "bgp_coexist_check_seconds": (_CHECK, "How long the check took."),
    "bgp_coexist_session_up": (_SESSION, "1: the router has the session Established; 0: it does not."),
    "bgp_coexist_session_shutdown": (_SESSION, "1: the session is shut down on the router on purpose."),
    "bgp_coexist_session_state": ((*_SESSION, "state"), "1 for the state that the router prints."),
    "bgp_coexist_session_prefixes_received": (_SESSION, "Prefixes that an Established session brings."),
    "bgp_coexist_router_answers": (_ROUTER, "1: the router answered the last look; 0: it did not."),
    "bgp_coexist_drift_objects": (("stack", "owner"), "How many objects are not as the stack's file says."),
    "bgp_coexist_file_sound": (
        ("stack",),
        "1: the stack's file is used; 0: it cannot be, and the last one that could is.",
    ),
    "bgp_coexist_look_seconds": (("stack",), "How long the last look took, waiting included."),
    "bgp_coexist_look_timestamp_seconds": (("stack",), "When the last look ended, in seconds since 1970."),
}


class Page:
    """The metrics of the last look; none before the first.

    Attributes:
        look: The last look.
    """

    def __init__(self, look: Look | None = None) -> None:
        self.look = look

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each metric with its series."""
        yield from _families([self.look] if self.look else [])


class Pages:
    """The metrics of looks at several stacks.

    Attributes:
        looks: The looks, one for each stack.
    """

    def __init__(self, looks: Sequence[Look]) -> None:
        self.looks = looks

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each metric with the series of all stacks."""
        yield from _families(self.looks)


def registry(page: Page | Pages) -> CollectorRegistry:
    """A registry with the page alone: nothing of this process."""
    made = CollectorRegistry()
    made.register(page)
    return made


def write(path: Path, *looks: Look) -> None:
    """Write looks, one for each stack, for node_exporter's textfile collector, which never sees half a file.

    Raises:
        CoexistError: The file cannot be written.
    """
    try:
        write_to_textfile(str(path), registry(Pages(looks)))
    except OSError as error:
        raise CoexistError(
            f"--metrics: {path} cannot be written: {error.strerror}", "name a file in a folder"
        ) from None


def _families(looks: Sequence[Look]) -> Iterator[GaugeMetricFamily]:
    values = [_values(look) for look in looks]
    for name, (labels, about) in METRICS.items():
        family = GaugeMetricFamily(name, about, labels=labels)
        for of, value in (each for found in values for each in found.get(name, ())):
            family.add_metric(of, value)
        yield family


_Series = Iterable[tuple[tuple[str, ...], float]]


def _values(look: Look) -> dict[str, _Series]:
    """The series of each metric: the values of its labels, in order, and its own."""
    checks = [((look.stack, each.who, each.where, each.what), each) for each in look.results]
    sessions = [(_labels(look, each), each) for each in look.sessions]
    looked = [(of, each) for of, each in checks if each.verdict in (Verdict.PASS, Verdict.FAIL)]
    return {
        "bgp_coexist_check_pass": [(of, each.verdict is Verdict.PASS) for of, each in looked],
        "bgp_coexist_check_could_not_look": [(of, _is(each, Verdict.COULD_NOT_LOOK)) for of, each in checks],
        "bgp_coexist_check_skipped": [(of, _is(each, Verdict.SKIPPED)) for of, each in checks],
        "bgp_coexist_check_seconds": [(of, each.seconds) for of, each in checks],
        "bgp_coexist_session_up": [(of, each.is_up) for of, each in sessions],
        "bgp_coexist_session_shutdown": [(of, each.is_shut_down) for of, each in sessions],
        "bgp_coexist_session_state": [((*of, each.state), 1) for of, each in sessions],
        "bgp_coexist_session_prefixes_received": [
            (of, each.prefixes_received) for of, each in sessions if each.prefixes_received is not None
        ],
        "bgp_coexist_router_answers": [((look.stack, router), each) for router, each in look.answering.items()],
        "bgp_coexist_drift_objects": [((look.stack, owner), count) for owner, count in look.drift.items()],
        "bgp_coexist_file_sound": [((look.stack,), look.file_is_sound)],
        "bgp_coexist_look_seconds": [((look.stack,), look.seconds)],
        "bgp_coexist_look_timestamp_seconds": [((look.stack,), look.at)],
    }


def _is(result: Result, verdict: Verdict) -> bool:
    return result.verdict is verdict


def _labels(look: Look, session: SeenSession) -> tuple[str, ...]:
    return (look.stack, session.router, session.vrf, session.neighbor, session.node, session.speaker)
