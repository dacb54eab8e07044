"""The causes that the router's own lines show, read from a lab router over SSH, on which no session comes up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from preflight.render import rendered
from tests.lab_router import PASSWORD, STARTUP, lab_router_on_a_thread
from tests.seed import Values, seed_stack
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Result, Verdict
from verify.router import SshRouter
from verify.runner import run
from verify.sources import Sources

CALICO, METALLB = "routers.csr1000v.vrfs.k8s-calico", "routers.csr1000v.vrfs.k8s-metallb"
WHO = "worker3 (10.0.0.13)"


def without_cluster(values: Values) -> None:
    values["cluster"].pop("kubeconfig")


WANTED = STARTUP.removesuffix("end\n") + rendered(seed_stack(), "csr1000v") + "end\n"
FAMILY_OF_METALLB = WANTED.index(" address-family ipv4 vrf k8s-metallb")


@contextmanager
def looked_at(folder: Path, startup: str) -> Iterator[list[Result]]:
    """The results of a look at a router that starts so, with their causes."""
    stack = seed_stack(without_cluster)
    with lab_router_on_a_thread(folder, startup=startup) as running:
        router = SshRouter(running.endpoint, lambda: PASSWORD)
        sources = Sources({"csr1000v": router})
        try:
            yield with_causes(stack, run(checks_of(stack), sources), sources)
        finally:
            router.close()


def in_calico(old: str, new: str) -> str:
    """The router's configuration with a line of worker3 in Calico's VRF changed."""
    head, tail = WANTED[:FAMILY_OF_METALLB], WANTED[FAMILY_OF_METALLB:]
    assert f"  neighbor 10.0.0.13 {old}\n" in head
    return head.replace(f"  neighbor 10.0.0.13 {old}\n", new) + tail


def with_line(line: str) -> str:
    return in_calico("remote-as 65002", f"  neighbor 10.0.0.13 remote-as 65002\n  neighbor 10.0.0.13 {line}\n")


def replaced(old: str, new: str) -> str:
    assert old in WANTED
    return WANTED.replace(old, new, 1)


def interface(name: str, vrf: str, address: str, new: str) -> str:
    return replaced(f"interface {name}\n ip vrf forwarding {vrf}\n ip address {address}\n", f"interface {name}\n{new}")


LOOPBACK2 = ("Loopback2", "k8s-calico", "1.1.1.2 255.255.255.255")

FAULTS = {
    "AS": (
        in_calico("remote-as 65002", "  neighbor 10.0.0.13 remote-as 65099\n"),
        "csr1000v expects AS 65099 of 10.0.0.13, the stack says 65002: "
        "the router's line is 'neighbor 10.0.0.13 remote-as 65099'",
        "calico.asn",
    ),
    "password": (
        with_line("password not-a-secret"),
        f"csr1000v wants a password of {WHO}, and the stack has none: its line is 'neighbor 10.0.0.13 password'",
        "calico.session.passwordKey",
    ),
    "shut down": (
        with_line("shutdown"),
        f"{WHO} is shut down on csr1000v: the line is 'neighbor 10.0.0.13 shutdown'",
        f"{CALICO}.neighbors",
    ),
    "multihop": (
        in_calico("ebgp-multihop 32", ""),
        f"{WHO} dials an address that is not on its own network, and csr1000v allows it one hop, "
        "not 32 as the stack says",
        f"{CALICO}.neighbors.ebgpMultihop",
    ),
    "TTL security in place of multihop": (
        in_calico("ebgp-multihop 32", "  neighbor 10.0.0.13 ttl-security hops 3\n"),
        f"{WHO} dials an address that is not on its own network, and csr1000v allows it one hop, "
        "not 32 as the stack says",
        f"{CALICO}.neighbors.ebgpMultihop",
    ),
    "source of the session": (
        in_calico("update-source Loopback2", "  neighbor 10.0.0.13 update-source GigabitEthernet3\n"),
        f"the session with {WHO} starts at Loopback2 of csr1000v, says the stack, "
        "and its line is 'neighbor 10.0.0.13 update-source GigabitEthernet3'",
        "calico.peers",
    ),
    "interface shut down": (
        interface(*LOOPBACK2, " ip vrf forwarding k8s-calico\n ip address 1.1.1.2 255.255.255.255\n shutdown\n"),
        "interface Loopback2 of csr1000v is shut down",
        f"{CALICO}.interfaces.Loopback2",
    ),
    "interface without an address": (
        interface(*LOOPBACK2, " ip vrf forwarding k8s-calico\n no ip address\n"),
        "interface Loopback2 of csr1000v has no address, and the stack says 1.1.1.2/32",
        f"{CALICO}.interfaces.Loopback2",
    ),
    "interface in another VRF": (
        interface(*LOOPBACK2, " ip vrf forwarding OFFICE\n ip address 1.1.1.2 255.255.255.255\n"),
        "interface Loopback2 of csr1000v is in VRF OFFICE, not in VRF k8s-calico as the stack says",
        f"{CALICO}.interfaces.Loopback2",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_line_that_keeps_a_session_down_is_named(tmp_path: Path, name: str) -> None:
    startup, cause, path = FAULTS[name]
    with looked_at(tmp_path / "router", startup) as results:
        of_calico = [each for each in results if each.where == "k8s-calico" and each.cause]
        others = [each for each in results if each.where == "k8s-metallb" and each.cause]
    assert {(each.cause.what, each.cause.path) for each in of_calico if each.cause} == {(cause, path)}
    assert others == []


def test_packets_of_a_short_way_alone_are_named(tmp_path: Path) -> None:
    old = "neighbor 10.0.0.13 remote-as 65001\n"
    startup = replaced(f"  {old}", f"  {old}  neighbor 10.0.0.13 ttl-security hops 1\n")
    with looked_at(tmp_path / "router", startup) as results:
        causes = {each.cause for each in results if each.cause and each.where == "k8s-metallb"}
    assert {(each.what, each.path) for each in causes} == {
        (
            f"csr1000v takes only packets from {WHO} that have come no further than 1 hops with a TTL of 255 at the "
            "start, which no speaker sends: its line is 'neighbor 10.0.0.13 ttl-security hops 1'",
            f"{METALLB}.neighbors",
        )
    }


def test_a_sound_router_has_no_cause_and_its_lines(tmp_path: Path) -> None:
    with looked_at(tmp_path / "router", WANTED) as results:
        assert [each.cause for each in results] == [None] * len(results)
        lines = [each for each in results if each.what == "lines as the stack says"]
        kept = {evidence.command for each in results for evidence in each.evidence}
    assert [(each.verdict, each.actual) for each in lines] == [(Verdict.PASS, "11 of 11")]
    assert [command for command in kept if "config" in command] == []


def test_a_map_on_an_import_is_read(tmp_path: Path) -> None:
    startup = replaced("ip vrf k8s-calico\n", "ip vrf k8s-calico\n import map BLOCK\n")
    with lab_router_on_a_thread(tmp_path / "router", startup=startup) as running:
        router = SshRouter(running.endpoint, lambda: PASSWORD)
        assert router.facts.leak_filters("k8s-calico") == ("import map BLOCK",)
        assert router.facts.leak_filters("k8s-metallb") == ()
        router.close()


def test_what_is_not_saved_is_seen(tmp_path: Path) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=WANTED) as running:
        router = SshRouter(running.endpoint, lambda: PASSWORD)
        assert running.show("write memory")
        assert router.facts.saved() is True
        router.close()
