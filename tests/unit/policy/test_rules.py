"""What each rule of the policy pack finds in a resource's inputs, and what it lets pass."""

from collections.abc import Iterable
from typing import Any

import pytest

from policy.rules.allowed import PRIVATE_AS, PRIVATE_PREFIXES, allowed_as, allowed_pools
from policy.rules.passwords import no_password_in_clear
from policy.rules.routers import commit_confirm_required, filters_both_ways, host_key_known
from policy.rules.violation import (
    BGP_PROCESS,
    BGP_VRF,
    CALICO_CONFIGURATION,
    PREFIX_LIST,
    ROUTER_ACCESS,
    Violation,
    as_in_the_program,
)

METALLB_PEER = "kubernetes:metallb.io/v1beta2:BGPPeer"
CALICO_PEER = "kubernetes:projectcalico.org/v3:BGPPeer"
METALLB_POOL = "kubernetes:metallb.io/v1beta1:IPAddressPool"
CALICO_POOL = "kubernetes:crd.projectcalico.org/v1:IPPool"
# Longer than the key that names it, as routers print it.
PASSWORD = "very-hidden"


def what(found: Iterable[Violation]) -> list[str]:
    return [each.what for each in found]


def access(options: str) -> dict[str, Any]:
    return {"router": "r1", "reach": f"ssh://admin@192.0.2.1:22{options}"}


def family(**settings: Any) -> dict[str, Any]:
    return {"asn": 65000, "neighbors": {"10.0.0.1": settings, "10.0.0.11": {"remote_as": 65001}}}


def test_each_direction_without_a_list_is_said_once_with_its_neighbors() -> None:
    inputs = family(remote_as=65001, prefix_list_in="in")
    assert what(filters_both_ways(BGP_VRF, inputs)) == [
        "no prefix list in for neighbor 10.0.0.11",
        "no prefix list out for neighbor 10.0.0.1, 10.0.0.11",
    ]


@pytest.mark.parametrize(
    ("packaged", "known"),
    [
        ("bgp-coexist:router:BgpVrf", BGP_VRF),
        ("bgp-coexist:calico:BgpConfiguration", CALICO_CONFIGURATION),
        ("bgp-coexist:components:Router", "bgp-coexist:components:Router"),
        (METALLB_PEER, METALLB_PEER),
    ],
)
def test_a_resource_of_the_package_is_looked_at_as_the_programs_own(packaged: str, known: str) -> None:
    assert as_in_the_program(packaged) == known


def test_a_family_without_neighbors_needs_no_list() -> None:
    assert what(filters_both_ways(BGP_VRF, {"asn": 65000})) == []


@pytest.mark.parametrize(
    ("entry", "open_to_all"),
    [
        ("seq 5 permit 0.0.0.0/0 le 32", True),
        ("seq 5 permit 0.0.0.0/0 ge 1 le 32", True),
        ("seq 5 permit 0.0.0.0/0", False),
        ("seq 5 permit 10.0.0.0/8 le 32", False),
        ("seq 5 deny 0.0.0.0/0 le 32", False),
    ],
)
def test_a_list_that_permits_every_route_is_no_filter(entry: str, open_to_all: bool) -> None:
    inputs = {"name": "all", "entries": [entry]}
    wanted = [f"prefix list all permits every route: '{entry}'"] if open_to_all else []
    assert what(filters_both_ways(PREFIX_LIST, inputs)) == wanted


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", "router r1 has commitConfirm: preferred"),
        ("?commit_confirm=off", "router r1 has commitConfirm: off"),
        ("?commit_confirm=required", None),
        ("?platform=frr", None),
        ("?platform=frr&commit_confirm=off", "router r1 has commitConfirm: off"),
    ],
)
def test_a_change_must_be_taken_back_by_the_router(options: str, found: str | None) -> None:
    assert what(commit_confirm_required(ROUTER_ACCESS, access(options))) == ([found] if found else [])


@pytest.mark.parametrize(
    ("options", "known"), [("", False), ("?known_hosts=/etc/known", True), ("?host_key=ssh-rsa AAAA+b==", True)]
)
def test_a_host_key_must_be_known(options: str, known: bool) -> None:
    found = what(host_key_known(ROUTER_ACCESS, access(options)))
    assert found == ([] if known else ["router r1 has neither a pinned host key nor a file of known hosts"])


@pytest.mark.parametrize("rule", [commit_confirm_required, host_key_known])
def test_a_router_that_nobody_connects_to_needs_neither(rule: Any) -> None:
    assert what(rule(ROUTER_ACCESS, {"router": "r1", "lines": "router bgp 65000"})) == []


@pytest.mark.parametrize(
    ("type_", "inputs", "found"),
    [
        (
            BGP_VRF,
            {"lines": {"10.0.0.1": f"neighbor 10.0.0.1 password {PASSWORD}"}},
            "the router's lines have a password in clear",
        ),
        (
            BGP_VRF,
            {"lines": {"10.0.0.1": f"neighbor 10.0.0.1 password 7 {PASSWORD}"}},
            "the router's lines have a password in clear",
        ),
        (BGP_VRF, {"lines": {"10.0.0.1": "neighbor 10.0.0.1 password <bgpPassword>"}}, None),
        (ROUTER_ACCESS, access("?password_key=x"), None),
        (
            ROUTER_ACCESS,
            {"reach": f"ssh://admin:{PASSWORD}@192.0.2.1:22"},
            "the router's address has a password in clear",
        ),
        (METALLB_PEER, {"spec": {"password": PASSWORD}}, "spec.password is a password in clear"),
        (METALLB_PEER, {"spec": {"passwordSecret": {"name": "s"}}}, None),
        (CALICO_PEER, {"spec": {"password": {"secretKeyRef": {"name": "s", "key": "k"}}}}, None),
    ],
)
def test_no_password_is_in_clear_and_none_is_repeated(type_: str, inputs: Any, found: str | None) -> None:
    violations = list(no_password_in_clear(type_, inputs))
    assert what(violations) == ([found] if found else [])
    assert PASSWORD not in "".join(map(str, violations))


def test_every_as_is_looked_at() -> None:
    assert what(allowed_as(BGP_PROCESS, {"asn": 64999.0}, ["65000"])) == ["the router: AS 64999 is not allowed"]
    inputs = family(remote_as=4200000000)
    assert what(allowed_as(BGP_VRF, inputs, ["65000-65001"])) == ["neighbor 10.0.0.1: AS 4200000000 is not allowed"]
    spec = {"spec": {"myASN": 1, "peerASN": 65000}}
    assert what(allowed_as(METALLB_PEER, spec, ["65000"])) == ["spec.myASN: AS 1 is not allowed"]
    spec = {"spec": {"asNumber": 65000, "localASNumber": 2}}
    assert what(allowed_as(CALICO_PEER, spec, ["65000"])) == ["spec.localASNumber: AS 2 is not allowed"]
    assert what(allowed_as(CALICO_CONFIGURATION, {"spec": {"asNumber": 3}}, ["65000"])) == [
        "spec.asNumber: AS 3 is not allowed"
    ]


def test_without_configuration_only_private_as_and_prefixes_pass() -> None:
    assert what(allowed_as(BGP_PROCESS, {"asn": 65534}, PRIVATE_AS)) == []
    assert what(allowed_as(BGP_PROCESS, {"asn": 65535}, PRIVATE_AS)) != []
    pools = {"spec": {"addresses": ["10.1.0.0/16", "fd00::/64", "203.0.113.0/24"]}}
    assert what(allowed_pools(METALLB_POOL, pools, PRIVATE_PREFIXES)) == [
        "spec.addresses: 203.0.113.0/24 is not allowed"
    ]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("10.100.0.0/24", True),
        ("10.100.0.10-10.100.0.20", True),
        ("10.100.0.10 - 10.100.1.20", False),
        ("10.100.0.0/16", False),
        ("fd00::/64", False),
    ],
)
def test_a_pool_must_be_within_a_prefix_whole(text: str, allowed: bool) -> None:
    wanted = [] if allowed else [f"spec.addresses: {text} is not allowed"]
    assert what(allowed_pools(METALLB_POOL, {"spec": {"addresses": [text]}}, ["10.100.0.0/24"])) == wanted


def test_calicos_pools_and_what_it_announces_of_services_are_pools() -> None:
    assert what(allowed_pools(CALICO_POOL, {"spec": {"cidr": "10.9.0.0/24"}}, ["10.100.0.0/24"])) == [
        "spec.cidr: 10.9.0.0/24 is not allowed"
    ]
    announced = {"spec": {"serviceLoadBalancerIPs": [{"cidr": "10.100.0.0/24"}, {"cidr": "10.9.0.0/24"}]}}
    assert what(allowed_pools(CALICO_CONFIGURATION, announced, ["10.100.0.0/24"])) == [
        "spec.serviceLoadBalancerIPs: 10.9.0.0/24 is not allowed"
    ]


def test_a_limit_that_cannot_be_read_allows_nothing_and_the_hint_shows_it() -> None:
    (found,) = allowed_as(BGP_PROCESS, {"asn": 65000}, ["65000 to 65010"])
    assert found == Violation("the router: AS 65000 is not allowed", "use an AS of 65000 to 65010")
    (found,) = allowed_pools(CALICO_POOL, {"spec": {"cidr": "10.9.0.0/24"}}, ["10.9.0.0"])
    assert found == Violation("spec.cidr: 10.9.0.0/24 is not allowed", "use a part of 10.9.0.0")
