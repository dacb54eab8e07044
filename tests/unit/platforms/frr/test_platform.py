"""FRR as a platform: found by the router's key, with its lines, its release and its objects."""

from pathlib import Path

from platforms.frr.platform import FRR
from platforms.iosxe.platform import IOS_XE
from platforms.registry import platform_named, platform_of
from tests.seed import Values, seed_stack

PRINTED = Path(__file__).with_name("printed.txt").read_text()


def test_a_routers_key_names_its_platform() -> None:
    assert platform_of(seed_stack().routers["csr1000v"]) is IOS_XE is platform_named("ios-xe")
    assert platform_of(seed_stack(name="frr").routers["edge"]) is FRR is platform_named("frr")


def test_comments_headers_and_the_kernels_interfaces_are_no_lines_of_a_configuration() -> None:
    running = FRR.parse(PRINTED)
    assert {"frr version 8.4.4", "hostname edge", "interface eth1 / ip address 10.0.0.254/24"} <= set(running.lines)
    assert not [line for line in running.lines if not line.strip() or line.strip()[0] == "!"]
    assert running.same_as(FRR.parse(PRINTED.replace("Building configuration...", "") + "! links: []\n"))
    assert not running.same_as(FRR.parse(PRINTED.replace("maximum-paths 4", "maximum-paths 5")))


def test_the_order_of_the_lines_does_not_count_and_their_modes_do() -> None:
    first, *others = [f"interface eth{number}\n description a port\nexit\n" for number in (1, 2)]
    assert FRR.parse("".join([first, *others])).same_as(FRR.parse("".join([*others, first])))
    assert not FRR.parse(first).same_as(FRR.parse(first.replace("eth1", "eth2")))
    assert not FRR.parse(first).same_as(FRR.parse(f"{first}# bgpd lacks: ip prefix-list a seq 5 deny any\n"))


def test_the_release_is_a_fact_of_the_login() -> None:
    assert FRR.access_facts(FRR.parse(PRINTED)) == {"version": "8.4.4", "archive": False}
    assert FRR.access_facts(FRR.parse("hostname edge\n")) == {"version": "unknown", "archive": False}


def test_the_stack_of_the_lab_has_these_objects() -> None:
    objects = FRR.objects(seed_stack(name="frr"), "edge")
    assert [(each.type, each.name) for each in objects] == [
        ("interface", "k8s-calico"),
        ("interface", "eth2"),
        ("interface", "k8s-metallb"),
        ("interface", "eth1"),
        ("prefix list", "prefix-list-deny-all-routes"),
        ("bgp process", "bgp"),
        ("bgp vrf", "bgp-k8s-calico"),
        ("bgp vrf", "bgp-k8s-metallb"),
    ]
    for each in objects:
        FRR.object_types[each.type].values.model_validate(each.values)


def test_with_vrf_devices_they_come_before_everything_in_them() -> None:
    def managed(values: Values) -> None:
        values["routers"]["edge"]["manageVrfDevices"] = True
        values["routers"]["edge"]["vrfs"]["k8s-calico"]["table"] = 102

    objects = {each.name: each for each in FRR.objects(seed_stack(managed, "frr"), "edge")}
    assert list(objects)[:2] == ["vrf-k8s-calico", "vrf-k8s-metallb"]
    assert objects["vrf-k8s-calico"].values == {"name": "k8s-calico", "table": 102, "interfaces": ["eth2"]}
    assert objects["vrf-k8s-metallb"].values == {"name": "k8s-metallb", "interfaces": ["eth1"]}
    assert objects["eth2"].after == ("vrf-k8s-calico",)
    assert objects["bgp-k8s-calico"].after[:2] == ("bgp", "vrf-k8s-calico")
