"""What of a router of FRR that others configured a stack can describe."""

from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from errors import RouterError
from platforms.found import Found, SharedSettings
from platforms.frr.platform import FRR
from platforms.passwords import fingerprint

# In the form of printed.txt, with a peer group, foreign lines and the kernel's interfaces.
CONFIGURED = Path(__file__).with_name("configured.txt").read_text()
WITHOUT_LINKS = CONFIGURED.partition("! links: ")[0]
ADDRESS = IPv4Interface


def found(text: str = CONFIGURED) -> Found:
    return FRR.adoption.found(FRR.parse(text), "router")


def test_the_process_and_the_prefix_lists_in_use() -> None:
    router = found()
    assert (router.hostname, router.asn, router.router_id) == ("edge", 65000, "1.0.0.0")
    assert router.prefix_lists == {"deny-all-routes": ["seq 5 deny 0.0.0.0/0 le 32"]}


def test_a_vrf_has_its_targets_and_its_interfaces_of_the_kernel() -> None:
    vrf = found().vrfs["k8s-calico"]
    assert (vrf.rd, vrf.export_targets, vrf.import_targets) == ("65000:2", ("65000:2",), ("65000:1", "65000:2"))
    assert vrf.interfaces == {"k8s-calico": ADDRESS("1.1.1.2/32"), "eth2": ADDRESS("10.0.1.254/24")}
    assert (vrf.router_id, vrf.redistribute, vrf.maximum_paths) == ("1.0.0.2", ("connected",), None)
    assert vrf.router_keys == {"platform": "frr"}


def test_an_instance_without_a_distinguisher_is_no_vrf_of_a_stack() -> None:
    assert sorted(found().vrfs) == ["default", "k8s-calico", "k8s-metallb"]


def test_interfaces_outside_every_vrf_have_their_first_address_that_is_no_loopback() -> None:
    assert found().interfaces == {"lo": ADDRESS("1.1.1.0/32")}


def test_without_the_kernels_interfaces_names_and_sessions_show_the_vrf() -> None:
    router = found(WITHOUT_LINKS)
    assert router.vrfs["k8s-calico"].interfaces == {"k8s-calico": ADDRESS("1.1.1.2/32")}
    assert router.vrfs["k8s-metallb"].interfaces == {"eth1": ADDRESS("10.0.0.254/24")}
    assert router.interfaces == {}


def test_an_older_release_writes_an_interfaces_vrf_behind_its_name() -> None:
    router = found(WITHOUT_LINKS.replace("interface eth1", "interface eth1 vrf k8s-calico"))
    assert list(router.vrfs["k8s-calico"].interfaces) == ["eth1", "k8s-calico"]


def test_the_neighbors_share_their_settings_and_name_the_interface_of_their_source() -> None:
    vrf = found().vrfs["k8s-calico"]
    assert vrf.settings == SharedSettings(32, "k8s-calico", "deny-all-routes", (10, 30), None)
    assert vrf.neighbors == {"10.0.0.1": 65002, "10.0.0.11": 65002}


def test_a_password_is_its_placeholder() -> None:
    assert found().vrfs["k8s-metallb"].settings.password == f"password <{fingerprint('secretword')}>"


@pytest.mark.parametrize("line", ["neighbor 10.0.0.1 shutdown", "no neighbor 10.0.0.1 activate"])
def test_a_neighbor_that_is_off_is_none(line: str) -> None:
    head = "router bgp 65000 vrf k8s-metallb\n"
    inner = " address-family ipv4 unicast\n  {}\n exit-address-family\n" if "activate" in line else " {}\n"
    text = CONFIGURED.replace(head, head + inner.format(line))
    assert found(text).vrfs["k8s-metallb"].neighbors == {"10.0.0.11": 65001}


def test_a_neighbor_of_the_routers_own_as_is_none() -> None:
    text = CONFIGURED.replace("10.0.0.1 remote-as 65001", "10.0.0.1 remote-as 65000")
    assert found(text).vrfs["k8s-metallb"].neighbors == {"10.0.0.11": 65001}


def test_a_neighbor_has_what_its_group_gives_it_beside_its_own_lines() -> None:
    head = "router bgp 65000 vrf k8s-metallb\n"
    group = " neighbor LB peer-group\n neighbor LB timers 5 15\n neighbor 10.0.0.1 peer-group LB\n"
    one, other = found(CONFIGURED.replace(head, head + group)).vrfs["k8s-metallb"].listed
    assert (one.source, one.settings.timers, one.settings.update_source) == ("peer group 'LB'", (5, 15), "eth1")
    assert (other.source, other.settings.timers) == ("", None)


def test_a_range_has_what_its_group_gives_its_members() -> None:
    (listening,) = found().vrfs["k8s-calico"].ranges
    assert (listening.line, listening.group) == ("bgp listen range 10.0.9.0/24 peer-group NODES", "NODES")
    assert listening.member.unfit == "has no AS"


def test_without_export_vpn_a_target_is_not_exported() -> None:
    text = CONFIGURED.replace("  export vpn\n", "", 1)
    assert found(text).vrfs["k8s-calico"].export_targets == ()


def test_without_bgp_there_is_nothing_to_describe() -> None:
    with pytest.raises(RouterError, match=r"^router: the configuration has no 'router bgp'"):
        found("frr version 8.4.4\nhostname edge\n")


@pytest.mark.parametrize(
    ("text", "is_one"), [(CONFIGURED, True), ("frr version 8.4.4\n", True), ("% Unknown command\n", False), ("", False)]
)
def test_a_configuration_is_told_from_other_text(text: str, is_one: bool) -> None:
    assert FRR.adoption.is_configuration(FRR.parse(text)) == is_one
