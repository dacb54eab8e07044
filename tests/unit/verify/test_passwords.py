"""What verification says where the ends of sessions have different passwords; no password and no fingerprint."""

import pytest

from model.neighbor import Neighbor
from platforms.iosxe.show.passwords import password_marks
from platforms.passwords import UNREADABLE, fingerprint, placeholder
from tests.unit.verify.sources import NODES, PlainCluster, PlainRouter
from verify.passwords import PasswordsAgree
from verify.sources import Sources

NEIGHBORS = tuple(Neighbor(address=address, remote_as=65002) for address in NODES.values())
CHECK = PasswordsAgree("csr1000v", "k8s-calico", NEIGHBORS, ("kube-system", "bgp-coexist-session"))
RIGHT = {str(address): placeholder(fingerprint("a-good-word")) for address in NODES.values()}


def actual(marks: dict[str, str], password: str | None = "a-good-word") -> str:
    finding = CHECK.measure(Sources({"csr1000v": PlainRouter(marks=marks)}, PlainCluster(password=password)))
    assert finding.holds is (finding.actual == finding.expected)
    return finding.actual


def test_the_same_password_on_both_ends_holds() -> None:
    assert actual(RIGHT) == "4 of 4"


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (
            placeholder(fingerprint("another-word")),
            "has another on the router than Secret kube-system/bgp-coexist-session",
        ),
        (UNREADABLE, "has one on the router that only the router can read"),
        (None, "has none on the router, and its speaker that of Secret kube-system/bgp-coexist-session"),
    ],
)
def test_a_neighbor_with_another_password_is_named(mark: str | None, said: str) -> None:
    spoilt = {**RIGHT, "10.0.0.11": mark}
    assert actual({address: held for address, held in spoilt.items() if held}) == f"3 of 4: 10.0.0.11 {said}"


def test_a_secret_that_is_gone_is_named() -> None:
    said = actual(RIGHT, password=None)
    assert said.startswith("0 of 4: 10.0.0.1 reads it from Secret kube-system/bgp-coexist-session, which is not there")


def test_a_router_that_obfuscates_is_read() -> None:
    running = """router bgp 65000
 !
 address-family ipv4 vrf k8s-calico
  neighbor 10.0.0.1 remote-as 65002
  neighbor 10.0.0.1 password 7 0822455D0A16
  neighbor 10.0.0.11 remote-as 65002
  neighbor 10.0.0.11 password secret
  neighbor 10.0.0.12 remote-as 65002
  neighbor 10.0.0.12 password 6 XKXMFQHKAGSYaPFRWBHQXCEC
  neighbor 10.0.0.13 remote-as 65002
"""
    mark = placeholder(fingerprint("secret"))
    assert password_marks(running, "k8s-calico") == {"10.0.0.11": mark, "10.0.0.12": UNREADABLE} | {
        "10.0.0.1": placeholder(fingerprint("cisco"))
    }


def test_a_password_of_a_peer_group_or_template_counts_for_its_neighbors() -> None:
    running = """router bgp 65000
 template peer-session COMMON
  password a-common-word
 exit-peer-session
 !
 address-family ipv4 vrf k8s-calico
  neighbor NODES peer-group
  neighbor NODES remote-as 65002
  neighbor NODES password a-good-word
  neighbor 10.0.0.1 peer-group NODES
  neighbor 10.0.0.11 remote-as 65002
  neighbor 10.0.0.11 inherit peer-session COMMON
  neighbor 10.0.0.12 peer-group NODES
  neighbor 10.0.0.12 password its-own-word
  neighbor 10.0.0.13 remote-as 65002
"""
    assert password_marks(running, "k8s-calico") == {
        "NODES": placeholder(fingerprint("a-good-word")),
        "10.0.0.1": placeholder(fingerprint("a-good-word")),
        "10.0.0.11": placeholder(fingerprint("a-common-word")),
        "10.0.0.12": placeholder(fingerprint("its-own-word")),
    }
