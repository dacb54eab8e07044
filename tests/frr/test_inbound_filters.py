"""When FRR compares a neighbor's announcements with its inbound list, and how the program makes it compare them again.

With a BIRD that announces three prefixes.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from apply.reconcile import reconcile
from platforms.frr.object_types import BY_NAME
from tests.eventually import eventually, stays
from tests.frr.bench import bench
from tests.frr_router import FrrRouter
from toolchain.parts import part

pytestmark = pytest.mark.root
DEFAULT, SERVICE, OTHER = "0.0.0.0/0", "10.100.0.1/32", "10.200.0.0/24"
BIRD = f"""\
router id 10.9.0.2;
protocol device {{}}
protocol static {{ ipv4; route {DEFAULT} blackhole; route {SERVICE} blackhole; route {OTHER} blackhole; }}
protocol bgp edge {{
  local 10.9.0.2 as 65001;
  neighbor 10.9.0.1 as 65000;
  connect delay time 1;
  ipv4 {{ import none; export all; next hop self; }};
}}
"""
FRR = """\
ip prefix-list IN seq 5 permit 10.100.0.0/24 le 32
router bgp 65000
no bgp ebgp-requires-policy
neighbor 10.9.0.2 remote-as 65001
neighbor 10.9.0.2 timers connect 3
"""
FAMILY = "router bgp 65000\naddress-family ipv4 unicast\n"
# FRR asks a neighbor again within about two seconds, where it does.
SECONDS = 5


@contextmanager
def neighbor(router: FrrRouter, folder: Path, configuration: str = BIRD) -> Iterator[None]:
    """BIRD in a network namespace of its own, on a link to FRR's."""
    (folder / "bird.conf").write_text(configuration)
    zebra = next(pid for pid, words in router.processes() if words[0].endswith("/zebra"))
    with ExitStack() as ended:
        place = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        ended.callback(place.wait)
        ended.callback(place.kill)
        assert eventually(lambda: _namespace(place.pid) != _namespace("self"), True)
        _ip(zebra, f"link add v0 type veth peer name v1 netns {place.pid}")
        ended.callback(_ip, zebra, "link del v0")
        for pid, name, address in ((zebra, "v0", "10.9.0.1/24"), (place.pid, "v1", "10.9.0.2/24")):
            _ip(pid, f"addr add {address} dev {name}")
            _ip(pid, f"link set {name} up")
        words = [str(part("bird")), "-f", "-c", str(folder / "bird.conf"), "-s", str(folder / "bird.ctl")]
        bird = subprocess.Popen(["nsenter", f"--target={place.pid}", "--net", *words])
        ended.callback(bird.wait)
        ended.callback(bird.terminate)
        yield


def _namespace(pid: int | str) -> str:
    return str(Path(f"/proc/{pid}/ns/net").readlink())


def _ip(pid: int, words: str) -> None:
    subprocess.run(["nsenter", f"--target={pid}", "--net", "ip", *words.split()], check=True)


def learned(router: FrrRouter) -> set[str]:
    """The prefixes in FRR's BGP table."""
    lines = router.run("vtysh", "-c", "show bgp ipv4 unicast").splitlines()
    return {line.split()[1] for line in lines if line.startswith("*>")}


def test_a_list_that_is_assigned_takes_effect_and_one_that_changes_does_not(router: FrrRouter, tmp_path: Path) -> None:
    with neighbor(router, tmp_path):
        router.configure(FRR)
        assert eventually(lambda: learned(router), {DEFAULT, SERVICE, OTHER}, 30) == {DEFAULT, SERVICE, OTHER}
        router.configure(f"{FAMILY}neighbor 10.9.0.2 prefix-list IN in\n")
        assert eventually(lambda: learned(router), {SERVICE}) == {SERVICE}
        entry = "ip prefix-list IN seq 10 permit 10.200.0.0/24 le 32\n"
        router.configure(entry)
        assert stays(lambda: learned(router), {SERVICE}, SECONDS) == {SERVICE}
        router.run("vtysh", "-c", "clear bgp ipv4 unicast 10.9.0.2 soft in")
        assert eventually(lambda: learned(router), {SERVICE, OTHER}) == {SERVICE, OTHER}
        router.configure(f"no {entry}")
        assert stays(lambda: learned(router), {SERVICE, OTHER}, SECONDS) == {SERVICE, OTHER}


def described(*entries: str) -> dict[str, dict[str, Any]]:
    """The objects of a router with one neighbor, and with the entries of its inbound list."""
    neighbor = {"remote_as": 65001, "prefix_list_in": "IN", "prefix_list_out": "IN"}
    return {
        "prefix list": {"name": "IN", "entries": entries},
        "bgp process": {"asn": 65000},
        "bgp vrf": {
            "asn": 65000,
            "vrf": "default",
            "neighbors": {"10.9.0.2": neighbor},
            "inbound_lists": {"IN": entries},
        },
    }


def test_a_refused_route_arrives_after_the_list_has_become_wider(router: FrrRouter, tmp_path: Path) -> None:
    pool = "seq 5 permit 10.100.0.0/24 le 32"
    first, wider = described(pool), described(pool, "seq 10 permit 10.200.0.0/24 le 32")
    with neighbor(router, tmp_path), bench(router) as made:
        for name, kind in BY_NAME.items():
            if name in first:
                reconcile("frr", made.device, kind, kind.values(**first[name]))
        assert eventually(lambda: learned(router), {SERVICE}, 30) == {SERVICE}
        assert times_up(router) == 1
        for name, kind in BY_NAME.items():
            if name in first:
                reconcile("frr", made.device, kind, kind.values(**wider[name]), kind.values(**first[name]))
        assert eventually(lambda: learned(router), {SERVICE, OTHER}) == {SERVICE, OTHER}
        assert times_up(router) == 1


def times_up(router: FrrRouter) -> int:
    """How often the session has come up."""
    told = json.loads(router.run("vtysh", "-c", "show bgp neighbors 10.9.0.2 json"))
    return int(told["10.9.0.2"]["connectionsEstablished"])
