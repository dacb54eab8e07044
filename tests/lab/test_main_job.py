"""The main job, from `make demo` to `pulumi destroy`, seen with other eyes than the program's own.

What the router says is read by netmiko, what forwards is read from the kernel, what the nodes got is asked of their
own BIRD, and the requests are curl's. One story: each test goes on from where the one before it left the network.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import netmiko
import pytest
import yaml

from providers.bgp_configuration import BgpConfigurationProvider
from tests.docs.readme import shown
from tests.docs.test_readme import without_chance
from tests.engine import PROJECT, Engine, Ran

if TYPE_CHECKING:
    from tests.lab.one_lab import OneLab  # which asks by this file's functions what the cluster holds

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(900)]

NODES = {"master1": "10.0.0.1", "worker1": "10.0.0.11", "worker2": "10.0.0.12", "worker3": "10.0.0.13"}
VRFS = ("k8s-calico", "k8s-metallb")


def make(*words: str, seconds: int = 900) -> Ran:
    done = subprocess.run(
        ["make", "-s", *words],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Ran(done.returncode, done.stdout)


def on(machine: str, *words: str) -> str:
    """What a command prints on a machine of the lab."""
    command = [sys.executable, "-m", "lab", "exec", machine, *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True).stdout


def kubectl(*words: str) -> str:
    return on("master1", "kubectl", *words)


def show(*commands: str) -> list[str]:
    """What the router answers, over a session of its own."""
    with netmiko.ConnectHandler(
        device_type="cisco_xe", host="127.0.0.1", port=10022, username="admin", password="ios-xe-proving-ground"
    ) as router:
        return [str(router.send_command(command)) for command in commands]


def running_config() -> list[str]:
    """The running configuration without its header, which holds times and sizes."""
    (text,) = show("show running-config")
    return text[text.index("\nversion ") :].splitlines()


def objects() -> set[str]:
    """What the cluster holds of the kinds this program makes, by kind and name."""
    kinds = "deployments,services,ipaddresspools.metallb.io,bgppeers.metallb.io,bgpadvertisements.metallb.io,namespaces"
    custom = "bgppeers.projectcalico.org,bgpconfigurations.projectcalico.org"
    held = set(kubectl("get", "deployments,services,namespaces", "-A", "-o", "name").split())
    if "metallb.io" in kubectl("get", "crds", "-o", "name"):
        held |= set(kubectl("get", kinds, "-A", "-o", "name").split())
    return held | set(kubectl("get", custom, "-o", "name").split())


@pytest.fixture(scope="module")
def before(one_lab: "OneLab") -> Iterator[dict[str, Any]]:
    """A fresh lab, and what router and cluster held before the program came."""
    one_lab.clear()
    make("lab-down").ok()
    make("lab-up").ok()
    yield {"running": running_config(), "objects": objects()}
    make("lab-down").ok()


@pytest.fixture(scope="module")
def demo(before: dict[str, Any]) -> Ran:
    return make("demo")


@pytest.fixture(scope="module")
def stack(demo: Ran) -> Engine:
    """The demonstration's own stack."""
    return Engine(PROJECT / ".state", init=False)


def test_the_demo_ends_well_and_says_so(demo: Ran) -> None:
    demo.ok()
    assert "The network is up, and a client beyond the router got its answers." in demo.text
    assert "csr1000v k8s-calico      4 of 4 sessions Established" in demo.text
    assert "csr1000v k8s-metallb     4 of 4 sessions Established" in demo.text
    assert not re.search(r"Traceback|warning: using", demo.text), demo.text
    assert without_chance(demo.text) == without_chance(shown("sessions Established"))


def test_four_sessions_are_established_in_each_vrf(demo: Ran) -> None:
    for text in show(*(f"show bgp vpnv4 unicast vrf {vrf} summary" for vrf in VRFS)):
        rows = [line.split() for line in text.splitlines() if re.match(r"10\.0\.0\.\d+ ", line)]
        assert [row[0] for row in rows] == list(NODES.values())
        assert all(row[-1].isdigit() for row in rows), text


def test_both_speakers_run_on_every_node(demo: Ran) -> None:
    for node in NODES:
        assert re.search(r"1\.1\.1\.2\s+\| global\s+\| up .*Established", on(node, "calicoctl", "node", "status"))
    speakers = kubectl("get", "pods", "-n", "metallb-system", "-l", "app.kubernetes.io/component=speaker", "-o", "wide")
    assert all(f" {node} " in speakers for node in NODES), speakers


def test_the_service_address_is_forwarded_to_four_nodes(demo: Ran) -> None:
    assert kubectl("get", "service", "nginx", "-o", "jsonpath={.status.loadBalancer.ingress[0].ip}") == "10.100.0.0"
    tables = json.loads(on("router", "ip", "-j", "route", "show", "table", "all"))
    entries = [route for route in tables if route["dst"] in ("10.100.0.0", "10.100.0.0/32")]
    hops = [sorted(hop["gateway"] for hop in route.get("nexthops", [])) for route in entries]
    assert sorted(NODES.values()) in hops, entries
    (text,) = show("show ip route vrf k8s-metallb")
    shown = re.search(r"B +10\.100\.0\.0/32 (.*\n(?: +\[20/0\] via .*\n?)*)", text)
    assert shown, text
    assert sorted(re.findall(r"via ([\d.]+)", shown[1])) == sorted(NODES.values())


def test_each_nodes_block_is_seen_in_both_vrfs(demo: Ran) -> None:
    blocks = re.findall(r"\d+\.\d+\.\d+\.\d+/26", on("master1", "calicoctl", "ipam", "show", "--show-blocks"))
    assert len(blocks) == len(NODES)
    for text in show(*(f"show bgp vpnv4 unicast vrf {vrf}" for vrf in VRFS)):
        assert all(block in text for block in blocks), text


def test_no_prefix_is_advertised_to_any_node(demo: Ran) -> None:
    for node in NODES:
        learned = on(node, "birdc", "-s", "/run/calico/bird.ctl", "show", "route", "protocol", "Global_1_1_1_2")
        assert not re.search(r"\d+\.\d+\.\d+\.\d+/\d+", learned), learned
    for text in show(*(f"show bgp vpnv4 unicast vrf {vrf} neighbors" for vrf in VRFS)):
        assert re.findall(r"Prefixes Current: +(\d+)", text) == ["0"] * len(NODES), text


def test_thirty_requests_are_answered_by_all_three_pods(demo: Ran) -> None:
    pods = kubectl("get", "pods", "-l", "app=nginx", "-o", "jsonpath={.items[*].metadata.name}").split()
    answers = on("client", "sh", "-c", "for i in $(seq 30); do curl -s -m 5 http://10.100.0.0/; done").split()
    assert len(answers) == 30
    assert set(Counter(answers)) == set(pods)
    assert len(pods) == 3


def test_each_pod_answers_at_its_own_address(demo: Ran) -> None:
    template = '{range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}'
    listed = kubectl("get", "pods", "-l", "app=nginx", "-o", f"jsonpath={template}").splitlines()
    for name, address in (line.split() for line in listed):
        assert on("client", "curl", "-s", "-m", "5", f"http://{address}/").strip() == name


def test_a_preview_right_after_says_that_nothing_changes(stack: Engine) -> None:
    stack.run("preview", "--diff", "--expect-no-changes").ok()


def test_three_changes_show_their_lines_and_only_those_are_applied(stack: Engine, tmp_path: Path) -> None:
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())
    vrfs = config["config"]["bgp-coexist:routers"]["csr1000v"]["vrfs"]
    vrfs["k8s-calico"]["neighbors"]["remoteAs"] = {"worker3": 65012}
    vrfs["k8s-metallb"]["export"] = ["65000:1", "65000:11"]
    config["config"]["bgp-coexist:metallb"]["pools"]["default"] = ["10.100.0.0/24", "10.100.1.0/24"]
    changed = Engine(PROJECT / ".state", init=False, config=tmp_path / "Pulumi.dev.yaml")
    (tmp_path / "Pulumi.dev.yaml").write_text(yaml.safe_dump(config))
    preview = changed.preview().ok().text
    router_lines = re.findall(r"^ *([-+] +(?:neighbor|route-target|address-family|rd|ip) .*)$", preview, re.MULTILINE)
    assert [re.sub(r" +", " ", line) for line in router_lines] == [
        "+ route-target export 65000:11",
        "- neighbor 10.0.0.13 remote-as 65002",
        "+ neighbor 10.0.0.13 remote-as 65012",
    ], preview
    assert re.search(r'\+ +\[1\]: "10\.100\.1\.0/24"', preview), preview
    old = running_config()
    changed.up().ok()
    new = running_config()
    assert sorted(set(new) - set(old)) == ["  neighbor 10.0.0.13 remote-as 65012", " route-target export 65000:11"]
    assert sorted(set(old) - set(new)) == ["  neighbor 10.0.0.13 remote-as 65002"] or not set(old) - set(new)
    stack.up().ok()
    assert running_config() == old


def test_destroy_leaves_router_and_cluster_as_they_were(stack: Engine, before: dict[str, Any]) -> None:
    stack.destroy().ok()
    assert running_config() == before["running"]
    assert objects() == before["objects"]


def test_a_bgp_configuration_that_was_there_is_given_back(stack: Engine) -> None:
    """The provider's own calls, on the real API: somebody else's fields survive, ours go back to what they were."""
    theirs = {"asNumber": 64999, "nodeToNodeMeshEnabled": True, "logSeverityScreen": "Warning", "listenPort": 1790}
    metadata = {"name": "default"}
    body = {"apiVersion": "projectcalico.org/v3", "kind": "BGPConfiguration", "metadata": metadata, "spec": theirs}
    on("master1", "sh", "-c", f"echo '{json.dumps(body)}' | kubectl create -f -")
    theirs = bgp_configuration()
    spec = {"asNumber": 65002.0, "logSeverityScreen": "Info"}
    props: dict[str, Any] = {"kubeconfig": str(PROJECT / ".lab/kubeconfig"), "name": "default", "spec": spec}
    provider = BgpConfigurationProvider()
    made = provider.create(props)
    assert bgp_configuration() == theirs | {"asNumber": 65002, "logSeverityScreen": "Info"}
    fewer = provider.update(made.id, made.outs or {}, {**props, "spec": {"asNumber": 65003.0}})
    assert bgp_configuration() == theirs | {"asNumber": 65003}
    seen = provider.read(made.id, fewer.outs or {})
    assert seen.inputs == {**props, "spec": {"asNumber": 65003}}
    provider.delete(made.id, fewer.outs or {})
    assert bgp_configuration() == theirs
    on("master1", "calicoctl", "delete", "bgpconfiguration", "default")
    assert provider.read(made.id, fewer.outs or {}).id == ""


def bgp_configuration() -> dict[str, Any]:
    """The spec of BGPConfiguration `default`."""
    found: dict[str, Any] = json.loads(kubectl("get", "bgpconfigurations.projectcalico.org", "default", "-o", "json"))
    spec: dict[str, Any] = found["spec"]
    return spec


def test_up_again_works(stack: Engine) -> None:
    stack.up().ok()
    stack.run("preview", "--expect-no-changes").ok()


def test_the_collision_is_real(stack: Engine) -> None:
    """Both speakers at one router address: one session comes up, as the network's first description says."""
    done = subprocess.run(
        [sys.executable, "-m", "lab", "run", "collision"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stack.run("preview", "--refresh", "--expect-no-changes").ok()


def test_switching_over_is_as_the_page_shows_and_leaves_the_stack_as_it_was(stack: Engine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lab", "run", "switch"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (PROJECT / "docs/choosing.md").read_text()
    claims = [re.findall(r"^  holds: .*$", text, re.MULTILINE) for text in (done.stdout, page)]
    assert claims[0] == claims[1]
    found = re.findall(r"unreachable for ([\d.]+) s at most; (\d+) of (\d+) requests lost", done.stdout)
    figures = [(float(seconds), int(lost), int(total)) for seconds, lost, total in found]
    assert len(figures) == 2
    assert all(seconds < 10 and lost < total / 4 and total > 40 for seconds, lost, total in figures), figures
    assert re.findall(r"vrf (\S+): 4 of 4", done.stdout) == ["k8s-calico", *VRFS]
    stack.run("preview", "--refresh", "--expect-no-changes").ok()


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_fault_has_its_cause_and_no_check_another_one(stack: Engine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lab", "run", "causes"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stack.run("preview", "--refresh", "--expect-no-changes").ok()


def test_lab_down_leaves_nothing(stack: Engine) -> None:
    make("lab-down").ok()
    assert "coexist-" not in subprocess.run(["ip", "netns"], capture_output=True, text=True, check=True).stdout
    assert str(PROJECT / ".lab") not in Path("/proc/mounts").read_text()
    assert not (PROJECT / ".lab").exists()
    assert make("lab-down").ok().text == "nothing to remove\n"
