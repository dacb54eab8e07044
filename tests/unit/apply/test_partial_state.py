"""What is recorded of a change that broke off."""

import pytest

from apply.partial_state import PartlyAppliedError, merged, recorded
from errors import RouterError, UnreachableError
from platforms.iosxe.platform import IOS_XE
from platforms.running import Running

LOST = RouterError("rt1", "the connection was lost")
TOLD = (
    "rt1: the connection was lost\n"
    "  state: recorded as partly applied: `pulumi up` finishes it, `pulumi destroy` takes it away"
)


class Router:
    """A router that runs one text after the other; None is no answer any more."""

    def __init__(self, *texts: str | None) -> None:
        self.texts = list(texts)

    def running(self) -> Running:
        text = self.texts.pop(0)
        if text is None:
            raise UnreachableError("rt1", "no connection")
        return IOS_XE.parse(text)


def lines(running: Running) -> str:
    return running.text.strip()


def raised(*texts: str | None) -> Exception:
    with (
        pytest.raises((RouterError, PartlyAppliedError)) as caught,
        recorded(Router(*texts), "rt1/vrf A", {"name": "A"}, lines),
    ):
        raise LOST
    return caught.value


def test_an_error_that_left_the_router_as_it_was_stays_as_it_is() -> None:
    assert raised("hostname a\n", "hostname a\n") is LOST


def test_what_is_left_is_recorded_with_the_lines_that_run() -> None:
    error = raised("hostname a\n", "hostname a\nip vrf A\n")
    assert isinstance(error, PartlyAppliedError)
    assert (str(error), error.id) == (TOLD, "rt1/vrf A")
    assert error.properties == {"name": "A", "lines": "hostname a\nip vrf A"}


def test_a_router_that_cannot_be_asked_may_hold_a_part() -> None:
    error = raised("hostname a\n", None)
    assert isinstance(error, PartlyAppliedError)
    assert error.properties == {"name": "A", "lines": None}


def test_half_way_between_two_everything_of_both_may_be_there() -> None:
    olds = {"vrf": "A", "router_id": "1.1.1.1", "redistribute": ["static"], "neighbors": [{"address": "10.0.0.1"}]}
    news = {"vrf": "A", "redistribute": ["connected"], "neighbors": [{"address": "10.0.0.2"}]}
    assert merged(olds, news) == {
        "vrf": "A",
        "router_id": "1.1.1.1",
        "redistribute": ["connected", "static"],
        "neighbors": [{"address": "10.0.0.1"}, {"address": "10.0.0.2"}],
    }


def test_a_neighbor_that_changes_is_as_it_is_going_to_be() -> None:
    olds = {"neighbors": {"10.0.0.1": {"remote_as": 1}, "10.0.0.2": {"remote_as": 1}}}
    news = {"neighbors": {"10.0.0.1": {"remote_as": 2}}}
    assert merged(olds, news) == {"neighbors": {"10.0.0.1": {"remote_as": 2}, "10.0.0.2": {"remote_as": 1}}}


def test_half_way_the_inbound_lists_are_the_old_ones_so_that_neighbors_are_asked_after_the_rest() -> None:
    olds, news = ({"inbound_lists": {"IN": [entry]}} for entry in ("seq 5 permit 10.0.0.0/8", "seq 6 permit 0.0.0.0/0"))
    assert merged(olds, news) == olds
