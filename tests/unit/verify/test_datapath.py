"""The checks of the path between a client and the pods: balance, packets of full size, what is read from ping."""

from collections.abc import Sequence
from ipaddress import IPv4Address
from math import log

import pytest

from tests.unit.verify.sources import NODES, PODS, Parts, PlainClient
from verify.check import NotCheckedError
from verify.client import ping_command, read_pings
from verify.datapath import FullPackets, NodesAnswer
from verify.service import ServiceAnswers, chi_square, chi_square_bound
from verify.sources import Ping, Pod

CHECK = FullPackets(("default", "nginx"))


def test_the_bound_of_an_even_balance_is_what_chance_exceeds_at_most_once_in_a_million_runs() -> None:
    # With two degrees of freedom chi-square exceeds x with the probability exp(-x / 2).
    exact = 2 * log(1_000_000)
    assert exact <= chi_square_bound(3) <= 1.15 * exact


def test_a_balance_that_chance_makes_holds_and_one_that_it_does_not_fails() -> None:
    assert chi_square([20, 6, 4]) < chi_square_bound(3) < chi_square([28, 1, 1])


class OfOnePod(PlainClient):
    """Gets all pages but two from the first pod."""

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        return (PODS[1].name, PODS[2].name, *[PODS[0].name] * (len(addresses) - 2))


def test_an_uneven_balance_is_named() -> None:
    sources = Parts(client=OfOnePod()).sources()
    found = ServiceAnswers(("default", "nginx"), 30, 3).measure(sources)
    assert (found.holds, found.actual) == (
        False,
        "30 of 30: nginx-a 28, nginx-b 1, nginx-c 1, which is no even balance",
    )


def pinged(pod: Pod, full: Ping, small: Ping = Ping.ANSWERED) -> str:
    parts = Parts()
    parts.client.full[pod.address] = full
    parts.client.pinged[pod.address] = small
    return CHECK.measure(parts.sources()).actual


def test_a_full_packet_that_only_disappears_is_a_fault() -> None:
    assert pinged(PODS[2], Ping.SILENT) == "2 of 3: nginx-c (192.168.3.9) on worker3 gets none"


@pytest.mark.parametrize(("full", "small"), [(Ping.TOO_LONG, Ping.ANSWERED), (Ping.SILENT, Ping.SILENT)])
def test_a_path_that_says_so_and_a_pod_that_answers_nothing_are_none(full: Ping, small: Ping) -> None:
    assert pinged(PODS[2], full, small) == "3 of 3"


@pytest.mark.parametrize("silent", [("worker3",), ("worker2", "worker3")])
def test_a_node_that_answers_no_ping_where_others_do_is_named(silent: tuple[str, ...]) -> None:
    parts = Parts()
    parts.client.pinged.update({NODES[name]: Ping.SILENT for name in silent})
    said = NodesAnswer(NODES).measure(parts.sources()).actual
    assert said == f"{4 - len(silent)} of 4: " + ", ".join(f"{name} ({NODES[name]}) does not" for name in silent)


def test_nodes_none_of_which_answers_a_ping_are_not_judged() -> None:
    parts = Parts()
    parts.client.pinged.update(dict.fromkeys(NODES.values(), Ping.SILENT))
    with pytest.raises(NotCheckedError, match="no node answers"):
        NodesAnswer(NODES).measure(parts.sources())


def test_what_became_of_each_ping_is_read() -> None:
    assert read_pings("10.0.0.1 answered\n10.0.0.2 too long\n10.0.0.3 no route\n10.0.0.4 silent\n") == {
        IPv4Address("10.0.0.1"): Ping.ANSWERED,
        IPv4Address("10.0.0.2"): Ping.TOO_LONG,
        IPv4Address("10.0.0.3"): Ping.NO_ROUTE,
        IPv4Address("10.0.0.4"): Ping.SILENT,
    }


def test_without_ping_packets_of_full_size_are_not_judged() -> None:
    with pytest.raises(NotCheckedError, match="the client has no `ping`"):
        read_pings("no ping\n")
    assert "exit 0" in ping_command([IPv4Address("10.0.0.1")], 1472)
    assert "exit 0" not in ping_command([IPv4Address("10.0.0.1")], 56)
