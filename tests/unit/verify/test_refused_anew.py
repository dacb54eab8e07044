"""What a router refuses now: the growth of its count while the neighbors are asked for their routes again."""

from ipaddress import IPv4Address

import pytest

import verify.router
from errors import RouterError
from platforms.iosxe.platform import IosXe
from transport.endpoint import Endpoint
from verify.router import SshRouter

NODE, OTHER = IPv4Address("10.0.0.11"), IPv4Address("10.0.0.12")
ENDPOINT = Endpoint("csr1000v", "192.0.2.1", "admin")
NEIGHBOR = "BGP neighbor is {}, vrf k8s-calico, remote AS 65002, external link\n"
ASKED = "clear ip bgp 10.0.0.11 vrf k8s-calico soft in"


class Counting:
    """A session with a router that counts what it refuses, and that hears it all again where a neighbor is asked."""

    alive = True

    def __init__(self, count: int, announced: int, answer: str = "", restarts: bool = False) -> None:
        self.count, self.announced, self.answer, self.restarts = count, announced, answer, restarts
        self.asked: list[str] = []

    def show(self, command: str) -> str:
        if not command.startswith("clear "):
            return NEIGHBOR.format(NODE) + f"    prefix-list   0   {self.count}\n" + NEIGHBOR.format(OTHER)
        self.asked.append(command)
        self.count = self.announced + (0 if self.restarts else self.count)
        return self.answer


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify.router, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(verify.router, "PAUSE_SECONDS", 0.01)


def router(monkeypatch: pytest.MonkeyPatch, session: Counting, asks: bool = True) -> SshRouter:
    monkeypatch.setattr(IosXe, "connect", lambda *_: session)
    return SshRouter(ENDPOINT, lambda: "secret", asks)


def test_what_a_node_does_not_announce_any_more_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Counting(count=3, announced=0)
    assert router(monkeypatch, session).refused_anew("k8s-calico", [NODE, OTHER]) == {NODE: 0}
    assert session.asked == [ASKED]


def test_what_it_still_announces_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert router(monkeypatch, Counting(7, announced=2)).refused_anew("k8s-calico", [NODE]) == {NODE: 2}


def test_a_count_that_began_anew_is_of_the_new_session(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Counting(7, announced=2, restarts=True)
    assert router(monkeypatch, session).refused_anew("k8s-calico", [NODE]) == {NODE: 2}


def test_a_node_without_a_refused_route_and_one_that_is_not_judged_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Counting(3, announced=3)
    assert router(monkeypatch, session).refused_anew("k8s-calico", [OTHER]) == {}
    assert session.asked == []


def test_a_router_that_may_not_ask_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Counting(3, announced=3)
    assert router(monkeypatch, session, asks=False).refused_anew("k8s-calico", [NODE]) is None
    assert session.asked == []


def test_where_the_router_does_not_ask_nothing_is_taken_for_announced_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Counting(3, announced=0, answer="% BGP not active")
    with pytest.raises(RouterError) as caught:
        router(monkeypatch, session).refused_anew("k8s-calico", [NODE])
    assert str(caught.value) == f"csr1000v: '{ASKED}' had no effect: % BGP not active"
