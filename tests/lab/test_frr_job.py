"""The main job on FRR, a router that nobody here wrote: from `make demo ROUTER=frr` to `pulumi destroy`.

What the router says is FRR's own JSON, what forwards is its kernel's tables, what the nodes have is asked of their own
BIRD, and the requests are curl's. One story: each test goes on from where the one before it left the network.
"""

import json
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import paramiko
import pytest
import yaml

from tests.engine import PROJECT, Engine, Ran
from tests.lab.one_lab import OneLab
from tests.lab.story import lab, until
from tests.lab.test_main_job import NODES, VRFS, kubectl, make, objects, on

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(900)]

PASSWORD = "ios-xe-proving-ground"
SERVICE = "10.100.0.0"
SETTINGS = {
    "passwordKey": "bgpPassword",
    "keepaliveSeconds": 10,
    "holdSeconds": 30,
    "gracefulRestart": True,
    "maximumPrefix": 200,
}


def on_router(command: str) -> str:
    """What a command prints in the shell of the router, for the administrator that the stack has."""
    with paramiko.SSHClient() as client:
        client.load_host_keys(str(PROJECT / ".lab" / "known_hosts"))
        client.connect("127.0.0.1", 10022, "admin", PASSWORD, allow_agent=False, look_for_keys=False)
        _, output, _ = client.exec_command(f"VTYSH_HISTFILE=/dev/null {command}", timeout=60)
        return output.read().decode()


def frr(command: str) -> Any:
    """FRR's JSON for a command."""
    return json.loads(on_router(f"vtysh -c '{command} json'"))


def running() -> list[str]:
    """The lines of the running configuration; its interfaces are in the order in which they were set."""
    return sorted(on_router("vtysh -c 'show running-config'").splitlines())


def sessions() -> dict[str, dict[str, str]]:
    """The state of each neighbor by VRF."""
    return {
        vrf: {
            address: peer["state"] for address, peer in frr(f"show bgp vrf {vrf} ipv4 unicast summary")["peers"].items()
        }
        for vrf in VRFS
    }


def kernel(vrf: str) -> dict[str, list[str]]:
    """The next hops of each route in the kernel's table of a VRF."""
    routes = json.loads(on_router(f"ip -json route show vrf {vrf}"))
    return {
        route["dst"]: [hop["gateway"] for hop in route.get("nexthops", [route]) if "gateway" in hop] for route in routes
    }


def curl(count: int = 40) -> list[str]:
    """The pods that answer so many requests of the client."""
    script = f"for i in $(seq {count}); do curl -s -m 5 http://{SERVICE}/; done"
    return re.findall(r"nginx-[0-9a-z-]+", on("client", "sh", "-c", script))


UP = {vrf: dict.fromkeys(NODES.values(), "Established") for vrf in VRFS}


@pytest.fixture(scope="module")
def before(one_lab: OneLab) -> Iterator[dict[str, Any]]:
    """A fresh lab with FRR as its router, and what router and cluster held before the program came."""
    one_lab.clear()
    make("lab-down").ok()
    make("lab-up", "ROUTER=frr").ok()
    assert "[OK]" in on_router("vtysh -c 'write memory'")
    yield {"running": running(), "objects": objects()}
    make("lab-down").ok()


@pytest.fixture(scope="module")
def demo(before: dict[str, Any]) -> Ran:
    return make("demo", "ROUTER=frr")


@pytest.fixture(scope="module")
def stack(demo: Ran, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The demonstration's own stack, with a configuration file that the story changes."""
    config = tmp_path_factory.mktemp("frr") / "Pulumi.frr.yaml"
    config.write_text((PROJECT / "Pulumi.frr.yaml").read_text())
    engine = Engine(PROJECT / ".state", stack="frr", config=config, init=False)
    engine.environment["BGP_COEXIST_BGP_PASSWORD"] = "a-good-word"
    return engine


def changed(stack: Engine, change: dict[str, Any]) -> list[str]:
    """Apply the configuration with these values; the lines of the router that were added or are gone."""
    assert stack.config is not None
    text = yaml.safe_load((PROJECT / "Pulumi.frr.yaml").read_text())
    for path, value in change.items():
        *places, key = path.split("/")
        at = text["config"]
        for place in places:
            at = at.setdefault(place, {})
        at[key] = value
    stack.config.write_text(yaml.safe_dump(text))
    old = Counter(running())
    stack.up().ok()
    stack.run("preview", "--refresh", "--expect-no-changes").ok()
    new = Counter(running())
    return sorted(
        [*(f"- {line}" for line in (old - new).elements()), *(f"+ {line}" for line in (new - old).elements())]
    )


def test_the_collision_is_shown_first_and_leaves_nothing(before: dict[str, Any]) -> None:
    done = lab("run", "collision")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "holds: MetalLB has taken the session" in done.stdout
    assert running() == before["running"]
    assert objects() == before["objects"]


def test_the_demo_ends_well_and_says_so(demo: Ran) -> None:
    demo.ok()
    assert "The network is up, and a client beyond the router got its answers." in demo.text
    assert not re.search(r"Traceback|warning: using", demo.text), demo.text


def test_four_sessions_are_established_in_each_vrf_and_nothing_is_sent_to_the_nodes(demo: Ran) -> None:
    assert sessions() == UP
    for vrf in VRFS:
        peers = frr(f"show bgp vrf {vrf} ipv4 unicast summary")["peers"]
        assert {peer["pfxSnt"] for peer in peers.values()} == {0}


def test_both_speakers_run_on_every_node(demo: Ran) -> None:
    for node in NODES:
        assert re.search(r"1\.1\.1\.2\s+\| global\s+\| up .*Established", on(node, "calicoctl", "node", "status"))


def test_the_kernels_tables_have_every_pod_block_and_share_the_service_among_the_nodes(demo: Ran) -> None:
    for vrf in VRFS:
        table = kernel(vrf)
        blocks = [prefix for prefix in table if prefix.endswith("/26")]
        assert len(blocks) == len(NODES)
        assert {hop for prefix in blocks for hop in table[prefix]} == set(NODES.values())
        assert sorted(table[SERVICE]) == sorted(NODES.values())


def test_a_client_behind_the_router_is_answered_by_every_pod(demo: Ran) -> None:
    answers = curl()
    assert len(answers) == 40
    assert len(set(answers)) == 3


def test_a_preview_is_empty_afterwards(stack: Engine) -> None:
    stack.run("preview", "--refresh", "--expect-no-changes").ok()


def test_another_as_of_one_node_is_one_line(stack: Engine) -> None:
    path = "bgp-coexist:routers/edge/vrfs/k8s-calico/neighbors/remoteAs"
    assert changed(stack, {path: {"worker3": 65010}}) == [
        "+  neighbor 10.0.0.13 remote-as 65010",
        "-  neighbor 10.0.0.13 remote-as 65002",
    ]


def test_another_route_target_is_one_line(stack: Engine) -> None:
    path = "bgp-coexist:routers/edge/vrfs/k8s-calico/import"
    assert changed(stack, {path: ["65000:1", "65000:2", "65000:9"]}) == [
        "+   rt vpn import 65000:1 65000:2 65000:9",
        "+  neighbor 10.0.0.13 remote-as 65002",
        "-   rt vpn import 65000:1 65000:2",
        "-  neighbor 10.0.0.13 remote-as 65010",
    ]


def test_one_prefix_more_in_the_pool_is_no_line_of_the_router(stack: Engine) -> None:
    pools = {"default": [f"{SERVICE}/24", "10.100.1.0/24"]}
    back = ["+   rt vpn import 65000:1 65000:2", "-   rt vpn import 65000:1 65000:2 65000:9"]
    assert changed(stack, {"bgp-coexist:metallb/pools": pools}) == back
    pool = json.loads(kubectl("get", "ipaddresspools.metallb.io", "-A", "-o", "json"))["items"]
    assert [each["spec"]["addresses"] for each in pool] == [pools["default"]]


def test_the_sessions_settings_are_seen_at_both_ends(stack: Engine) -> None:
    changed(stack, {"bgp-coexist:calico/session": SETTINGS})
    until(90, lambda: sessions() == UP)
    neighbors = frr("show bgp vrf k8s-calico neighbors")
    for address in NODES.values():
        assert neighbors[address]["bgpTimerHoldTimeMsecs"] == 30_000
        assert neighbors[address]["bgpTimerKeepAliveIntervalMsecs"] == 10_000
        assert neighbors[address]["gracefulRestartInfo"]["localGrMode"].startswith("Restart")
        assert neighbors[address]["addressFamilyInfo"]["ipv4Unicast"]["prefixAllowedMax"] == 200
    for node in NODES:
        peer = on(node, "calicoctl", "node", "status")
        assert re.search(r"1\.1\.1\.2\s+\| global\s+\| up .*Established", peer)


def test_a_router_whose_power_was_cut_comes_back_as_it_was_saved(stack: Engine) -> None:
    changed(stack, {})
    saved = running()
    record = json.loads((PROJECT / ".lab" / "pids" / "router.frr.json").read_text())
    os.kill(record["pid"], signal.SIGKILL)
    make("lab-up", "ROUTER=frr").ok()
    assert running() == saved
    until(90, lambda: sessions() == UP)
    stack.run("preview", "--refresh", "--expect-no-changes").ok()


def test_destroy_gives_the_router_back_and_up_again_works(stack: Engine, before: dict[str, Any]) -> None:
    stack.destroy().ok()
    assert running() == before["running"]
    assert objects() == before["objects"]
    assert on_router("ls -A /tmp") == ""
    stack.up().ok()
    until(60, lambda: sessions() == UP)
    stack.destroy().ok()
    assert running() == before["running"]
