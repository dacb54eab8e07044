"""A claim is decided by its figures alone, and is not made where they are missing."""

from typing import Any

from bench.claims import Claim, claims
from bench.figures import Figure
from bench.steps import AS, FIRST, NOTHING


def figure(contender: str, nodes: int, step: str = FIRST, round_trip_ms: int = 0, **more: Any) -> Figure:
    other = {"seconds": 1.0, "ssh_seconds": 1.0, "connections": 1, "round_trips": 1, "sent": 1, "received": 1}
    return Figure(contender, nodes, round_trip_ms, step, **{"peak_mb": 80, **other, **more})


def about(word: str, *figures: Figure) -> list[Claim]:
    return [each for each in claims(figures) if word in each.what]


def test_of_nothing_nothing_is_claimed() -> None:
    assert list(claims([])) == []
    assert list(claims([figure("ours", 4, failed="timed out")])) == []


def test_the_devices_own_time_is_compared_with_what_goes_over_ssh() -> None:
    device = figure("device", 1000, seconds=70.0, ssh_seconds=60.0)
    (close,) = about("device's time", device, figure("ours", 1000, seconds=99.0, ssh_seconds=66.0))
    (far,) = about("device's time", device, figure("ours", 1000, seconds=70.0, ssh_seconds=72.0))
    assert (close.bound, close.measured, close.holds) == ("≤ 1.15", "1.10", True)
    assert (far.measured, far.holds) == ("1.20", False)


def test_over_a_slower_link_the_bound_is_wider() -> None:
    pair = [
        figure(name, 1000, round_trip_ms=80, ssh_seconds=taken) for name, taken in (("device", 60.0), ("ours", 72.0))
    ]
    (claim,) = about("device's time", *pair)
    assert (claim.bound, claim.measured, claim.holds) == ("≤ 1.25", "1.20", True)


def test_who_is_slower_is_compared_over_the_same_link_and_step() -> None:
    ours = [figure("ours", 1000, step, 20, seconds=taken) for step, taken in ((FIRST, 60.0), (NOTHING, 1.0), (AS, 2.0))]
    others = [figure("ansible", 1000, step, 20, seconds=30.0) for step in (NOTHING, AS)]
    others += [figure("netmiko", 1000, FIRST, 20, seconds=330.0), figure("netmiko", 1000, FIRST, 0, seconds=1.0)]
    found = {(each.what.split(",")[0], each.bound): each.measured for each in about("/ ours", *ours, *others)}
    assert found == {(FIRST, "≥ 5"): "5.5", (NOTHING, "≥ 20"): "30.0", (AS, "≥ 20"): "15.0"}


def test_what_grows_with_the_square_of_the_nodes_is_seen() -> None:
    (line,) = about("slope", *(figure("ours", nodes, seconds=nodes / 100) for nodes in (10, 100, 1000)))
    (square,) = about("slope", *(figure("ours", nodes, seconds=float(nodes**2)) for nodes in (10, 100, 1000)))
    assert (line.measured, line.holds, square.measured, square.holds) == ("1.00", True, "2.00", False)


def test_an_up_is_what_is_left_after_an_empty_program_and_the_device() -> None:
    seconds = {"ours, pulumi up": 4.5, "empty program": 1.0, "device": 0.2}
    (claim,) = about("`pulumi up`", *(figure(name, 4, AS, seconds=taken) for name, taken in seconds.items()))
    assert (claim.measured, claim.holds) == ("3.30 s", False)


def test_connections_and_memory_are_those_of_the_worst_run() -> None:
    runs = [figure("ours", 64, connections=count, peak_mb=memory) for count, memory in ((12, 90), (11, 160))]
    found = [(each.what.split(",")[0], each.measured, each.holds) for each in claims(runs)]
    memory = ("the most memory of our providers' process", "160 MB", False)
    assert found == [memory, ("connections to the router", "12", False)]
