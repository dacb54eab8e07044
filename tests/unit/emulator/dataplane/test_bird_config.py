"""The exact text of bird.conf, and BIRD's check of it.

golden/seed.conf is a whole text; most other cases are differences from it. Run these tests with
BGP_COEXIST_WRITE_GOLDEN=1 to write changed golden files, and review them.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from emulator.dataplane.bird import BirdDataplane
from emulator.dataplane.bird_config import bird_config
from emulator.dataplane.bird_process import BirdProcess
from emulator.dataplane.errors import DataplaneError
from emulator.dataplane.names import assign_tables
from emulator.dataplane.state import (
    Aggregate,
    Bfd,
    Clause,
    Dataplane,
    Family,
    Interface,
    ListenRange,
    Neighbor,
    Network,
    PrefixEntry,
    StaticRoute,
    Vrf,
)
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, metallb_neighbor, with_family, with_interface, with_neighbor
from tests.parts import needs
from tests.unit.emulator.dataplane.differences import difference
from toolchain import part

GOLDEN = Path(__file__).parent / "golden"
EMPTY = Network("r", None, None, (), (), (), {})

LISTS = {
    "exact": (PrefixEntry(5, "permit", "10.0.0.0/24"),),
    "longer": (PrefixEntry(10, "permit", "10.0.0.0/8", ge=24), PrefixEntry(5, "deny", "10.1.0.0/16", ge=17, le=30)),
    "no-entries": (),
    "no.entries": (PrefixEntry(5, "permit", "0.0.0.0/0"),),
}
ONE_WAY = Network(
    hostname="three",
    asn=65000,
    router_id=None,
    vrfs=(
        Vrf("a", "65000:1", frozenset({"1:1"}), frozenset({"1:1"})),
        Vrf("b", "65000:2", frozenset({"1:1", "1:2"}), frozenset({"1:2"})),
        Vrf("c", "65000:3", frozenset({"1:2"}), frozenset({"1:3"})),
        Vrf("without-rd", None, frozenset({"1:1"}), frozenset({"1:1"})),
    ),
    interfaces=(
        Interface("Loopback7", "a", "9.9.9.9/32", shutdown=False),
        Interface("GigabitEthernet2", "b", "10.0.2.1/24", shutdown=True),
        Interface("GigabitEthernet3", "c", "10.0.3.1/24", shutdown=False),
    ),
    families=tuple(Family(name, None, frozenset(), frozenset({"9.9.9.9/32"}), 1, ()) for name in ("a", "b", "c")),
    prefix_lists={},
)

STATIC = (
    StaticRoute(METALLB, "0.0.0.0/0", "10.0.0.1"),
    StaticRoute(METALLB, "0.0.0.0/0", "10.0.0.11"),
    StaticRoute(METALLB, "0.0.0.0/0", "10.0.0.12", distance=250),
    StaticRoute(METALLB, "10.9.0.0/16", "10.0.0.1", distance=255),
    StaticRoute(CALICO, "172.16.0.0/16", "10.0.1.100", "GigabitEthernet3"),
    StaticRoute(CALICO, "172.17.0.0/16", None, "Null0"),
    StaticRoute(CALICO, "172.18.0.0/16", None, "Loopback2"),
    StaticRoute(CALICO, "172.19.0.0/16", "192.0.2.1"),
    StaticRoute(None, "10.9.9.0/24", None, "GigabitEthernet1"),
)

MAPS = {
    "prefer": (
        Clause(20, "permit", metric=7, local_preference=200),
        Clause(10, "deny", prefix_lists=("exact", "longer")),
        Clause(15, "permit", unknown=True),
    ),
    "tell some": (
        Clause(10, "permit", ("exact",), communities=("65000:7", "no-export", "100"), prepend=(65000, 65001)),
        Clause(20, "permit", ("no-entries",), communities=("1:2",), additive=True),
    ),
    "unused": (Clause(10, "permit"),),
}


def metallb(**changes: object) -> Network:
    return with_neighbor(SEED, METALLB, "10.0.0.11", **changes)


CASES: dict[str, Network] = {
    "empty": EMPTY,
    "seed": SEED,
    "without-bgp": replace(SEED, asn=None),
    "prefix-lists": replace(metallb(prefix_list_out="longer", prefix_list_in="exact"), prefix_lists=LISTS),
    "missing-list": replace(SEED, prefix_lists={}),
    "neighbor-options": metallb(password="se cret'#;", shutdown=True, keepalive_seconds=60, hold_seconds=30),
    "no-keepalives": metallb(hold_seconds=0, keepalive_seconds=0),
    "not-activated": metallb(activated=False),
    "no-update-source": metallb(update_source=None),
    "internal": metallb(remote_as=65000),
    "network-line": with_family(SEED, CALICO, redistribute=frozenset(), networks=frozenset({"10.0.1.0/24"})),
    "outside-vrfs": replace(
        with_interface(SEED, "GigabitEthernet2", vrf=None), vrfs=(), families=(replace(SEED.families[1], vrf=None),)
    ),
    "one-way-leaks": ONE_WAY,
    "route-maps": replace(
        metallb(route_map_in="prefer", route_map_out="tell some", send_community=True),
        route_maps=MAPS,
        prefix_lists={**SEED.prefix_lists, **LISTS},
    ),
    "ranges": with_family(
        SEED,
        METALLB,
        ranges=(
            ListenRange("10.0.0.0/28", replace(metallb_neighbor("NODES"), password="secret")),
            ListenRange("10.0.0.128/25", Neighbor("FAR", 65003, ebgp_multihop=3)),
            ListenRange("10.9.0.0/16", Neighbor("NOWHERE", 65003)),
            ListenRange("10.0.0.64/26", Neighbor("SILENT", 65003, activated=False)),
        ),
    ),
    "aggregates": with_family(
        SEED, CALICO, aggregates=(Aggregate("10.0.0.0/8", summary_only=True), Aggregate("192.0.2.0/31", active=True))
    ),
    "local-as": metallb(local_as=65010),
    "local-as-replaced": metallb(local_as=65010, prepend_local_as=False, replace_as=True),
    "limits": metallb(maximum_prefix=100, limit_action="warn"),
    "over-its-limit": metallb(maximum_prefix=1, over_limit=True, graceful_restart=True),
    "bfd": with_interface(
        with_neighbor(with_neighbor(SEED, METALLB, "*", bfd=True), CALICO, "*", bfd=True),
        "GigabitEthernet2",
        bfd=Bfd(300, 250, 5),
    ),
    "bfd-nowhere": metallb(bfd=True),
    "missing-route-map": metallb(route_map_in="nowhere"),
    "static-routes": replace(
        with_family(SEED, CALICO, redistribute=frozenset({"static", "connected"})), static_routes=STATIC
    ),
}


# What has little in common with the seed.
WHOLE = {"empty", "seed", "without-bgp", "outside-vrfs", "one-way-leaks"}


def golden_file(case: str) -> Path:
    return GOLDEN / f"{case}.{'conf' if case in WHOLE else 'diff'}"


def config_of(network: Network) -> str:
    names = {vrf.name for vrf in network.vrfs} | {i.vrf for i in network.interfaces if i.vrf}
    return bird_config(network, assign_tables({}, names))


@pytest.mark.parametrize("case", list(CASES))
def test_the_network_is_written_as_this_file(case: str) -> None:
    golden, text = golden_file(case), config_of(CASES[case])
    if case not in WHOLE:
        text = difference((GOLDEN / "seed.conf").read_text(), text)
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        golden.write_text(text)
    assert text == golden.read_text()


@needs("bird")
@pytest.mark.parametrize("case", list(CASES))
def test_bird_accepts_it(case: str, tmp_path: Path) -> None:
    BirdProcess(part("bird"), tmp_path).check(config_of(CASES[case]))


def test_every_golden_file_has_a_case() -> None:
    assert set(GOLDEN.iterdir()) == set(map(golden_file, CASES))


@needs("bird")
def test_it_is_a_data_plane(tmp_path: Path) -> None:
    plane: Dataplane = BirdDataplane(tmp_path, part("bird"))
    assert plane.sessions(None) == ()
    assert plane.paths("unknown") == ()
    assert plane.routes("unknown") == ()


@needs("bird")
def test_loopbacks_and_the_management_port_are_always_up_and_unknown_links_never(tmp_path: Path) -> None:
    plane = BirdDataplane(tmp_path, part("bird"))
    names = ("Loopback7", "GigabitEthernet1", "Tunnel1", "GigabitEthernet9")
    assert [plane.interface_is_up(name) for name in names] == [True, True, False, False]


@needs("bird")
def test_an_invalid_configuration_gives_birds_error(tmp_path: Path) -> None:
    with pytest.raises(DataplaneError) as caught:
        BirdProcess(part("bird"), tmp_path).check("protocol nonsense {}\n")
    assert str(caught.value) == (
        f"dataplane: BIRD refused the configuration: bird: {tmp_path}/bird.conf.new:1:10 syntax error, "
        "unexpected CF_SYM_UNDEFINED\nhint: the previous configuration keeps running"
    )


def test_an_unsupported_password_is_refused_and_not_printed() -> None:
    with pytest.raises(DataplaneError) as caught:
        config_of(metallb(password='top"secret'))
    assert str(caught.value) == (
        "dataplane: a neighbor's password contains a double quote, which BIRD does not support"
        "\nhint: choose another password"
    )


@needs("bird")
def test_a_thousand_neighbors_are_written_and_accepted(tmp_path: Path) -> None:
    addresses = [f"10.{n // 200}.{n % 200}.1" for n in range(1000)]
    neighbors = tuple(Neighbor(a, 65002, update_source="Loopback2", ebgp_multihop=32) for a in addresses)
    BirdProcess(part("bird"), tmp_path).check(config_of(with_family(SEED, CALICO, neighbors=neighbors)))


@needs("bird")
def test_the_configuration_is_for_its_owner_alone(tmp_path: Path) -> None:
    BirdProcess(part("bird"), tmp_path).check(config_of(EMPTY))
    assert [oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == ["0o600"]
