"""The cluster's side of a running stack: fields, nodes that come and go, edits by hand, and what may stand in the way.

One story on the whole lab, on the real API servers, MetalLB's webhook included; each test goes on from the one before.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine import PROJECT, Engine
from tests.lab.test_main_job import NODES, VRFS, kubectl, objects, on, show

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

Values = dict[str, Any]
PENDING = """
apiVersion: v1
kind: Secret
metadata:
  name: sh.helm.release.v1.metallb.v1
  namespace: metallb-system
  labels: {owner: helm, name: metallb, status: pending-install, version: "1"}
type: helm.sh/release.v1
"""


class Story:
    """The stack without demonstration and verification, whose configuration tests change."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "Pulumi.dev.yaml"
        self.text = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())
        self.own("demo")["enabled"] = self.own("verification")["enabled"] = False
        self.engine = Engine(folder / "state", config=self.file)
        self.write()

    def own(self, key: str) -> Values:
        value: Values = self.text["config"].setdefault(f"bgp-coexist:{key}", {})
        return value

    def write(self) -> None:
        self.file.write_text(yaml.safe_dump(self.text))

    def changes(self) -> list[str]:
        """The lines of a preview that say what is changed, without how deep they lie."""
        self.write()
        text = self.engine.preview().ok().text
        return [
            re.sub(r" +", " ", line.strip()) for line in re.findall(r"^ *[-+~] +[^\s:]+ *: .*$", text, re.MULTILINE)
        ]


def lab(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lab", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The lab is up with the seed applied; one that was down before is taken down afterwards."""
    was_down = lab("status").returncode != 0
    assert (done := lab("up")).returncode == 0, done.stderr
    before = objects()
    story = Story(tmp_path_factory.mktemp("story"))
    story.engine.up().ok()
    yield story
    story.engine.destroy().ok()
    assert objects() == before
    if was_down:
        lab("down")


def spec(kind: str, name: str, *words: str) -> Values:
    found: Values = json.loads(kubectl("get", kind, name, "-o", "json", *words))["spec"]
    return found


def until(seconds: float, seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"not within {seconds:g} s"
        time.sleep(1)


def test_calicos_fields_are_previewed_alone_and_taken_by_its_api(story: Story) -> None:
    story.own("calico")["filters"] = {"pods": {"export": [{"action": "Accept", "interface": "*"}]}}
    story.own("calico")["peering"] = {"filters": ["pods"], "nextHopMode": "Self", "maxRestartSeconds": 90}
    changes = story.changes()
    assert [line for line in changes if "filters" in line or "nextHopMode" in line or "maxRestartTime" in line] == [
        "+ filters : [",
        '+ maxRestartTime: "1m30s"',
        '+ nextHopMode : "Self"',
    ]
    story.engine.up().ok()
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v") == {
        "asNumber": 65000,
        "peerIP": "1.1.1.2",
        "filters": ["pods"],
        "nextHopMode": "Self",
        "maxRestartTime": "1m30s",
    }
    assert spec("bgpfilters.projectcalico.org", "pods") == {"exportV4": [{"action": "Accept", "interface": "*"}]}
    story.engine.run("preview", "--refresh", "--expect-no-changes").ok()


def test_metallbs_fields_pass_its_webhook(story: Story) -> None:
    metallb = story.own("metallb")
    metallb["pools"]["gold"] = ["10.100.1.0/24"]
    metallb["poolSettings"] = {"gold": {"labels": {"tier": "gold"}, "autoAssign": False, "priority": 10}}
    metallb["communities"] = {"quiet": "65535:65281"}
    metallb["advertisements"] = {
        "default": {"pools": ["default"]},
        "gold": {
            "poolLabels": {"tier": "gold"},
            "aggregationLength": 24,
            "communities": ["quiet"],
            "nodes": ["worker1"],
        },
    }
    story.write()
    story.engine.up().ok()
    space = ("--namespace", "metallb-system")
    assert spec("ipaddresspools.metallb.io", "gold", *space) == {
        "addresses": ["10.100.1.0/24"],
        "autoAssign": False,
        "avoidBuggyIPs": False,
        "serviceAllocation": {"priority": 10},
    }
    gold = spec("bgpadvertisements.metallb.io", "gold", *space)
    assert gold["ipAddressPoolSelectors"] == [{"matchLabels": {"tier": "gold"}}]
    assert (gold["aggregationLength"], gold["communities"]) == (24, ["quiet"])
    story.engine.run("preview", "--refresh", "--expect-no-changes").ok()


def test_an_edit_by_hand_is_shown_and_taken_back(story: Story) -> None:
    patch = '{"spec":{"nextHopMode":"Keep"}}'
    kubectl("patch", "bgppeers.projectcalico.org", "bgppeer-csr1000v", "--type=merge", f"--patch={patch}")
    shown = story.engine.preview("--refresh").ok().text
    assert re.search(r'~ nextHopMode *: "Keep" => "Self"', shown), shown
    story.engine.up("--refresh").ok()
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v")["nextHopMode"] == "Self"


def neighbors() -> dict[str, list[str]]:
    """The neighbors whose sessions are up, by VRF."""
    texts = show(*(f"show bgp vpnv4 unicast vrf {vrf} summary" for vrf in VRFS))
    rows = [re.findall(r"^(10\.0\.0\.\d+) .* (\d+)$", text, re.MULTILINE) for text in texts]
    return {vrf: [address for address, _ in found] for vrf, found in zip(VRFS, rows, strict=True)}


def since(node: str) -> int | None:
    """Since which second of the day the node's session with the router is up, by its own BIRD; None where it is not."""
    text = on(node, "birdc", "-s", "/run/calico/bird.ctl", "show", "protocols")
    found = re.search(r"^Global_1_1_1_2 +BGP +\S+ +up +(\d+):(\d+):(\d+)\S* +Established", text, re.MULTILINE)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


def same_moment(one: int | None, other: int | None) -> bool:
    """Whether two looks mean the same moment: BIRD rounds it anew at every look, a second up or down."""
    return one is not None and other is not None and abs(one - other) <= 1


def test_a_node_leaves_and_comes_back_and_the_others_sessions_stay(story: Story) -> None:
    everybody = {vrf: list(NODES.values()) for vrf in VRFS}
    until(60, lambda: neighbors() == everybody)
    others = [node for node in NODES if node != "worker3"]
    before = {node: since(node) for node in others}
    address = story.own("cluster")["nodes"].pop("worker3")
    kubectl("cordon", "worker3")
    story.write()
    preview = story.engine.preview().ok().text
    assert set(re.findall(r"^ *([-+~] +[\d.]+) *: ", preview, re.MULTILINE)) == {"- 10.0.0.13"}, preview
    assert "~ 3 to update" in preview, preview
    story.engine.up().ok()
    left = {vrf: [each for each in NODES.values() if each != address] for vrf in VRFS}
    assert neighbors() == left
    story.own("cluster")["nodes"]["worker3"] = address
    kubectl("uncordon", "worker3")
    story.write()
    story.engine.up().ok()
    until(90, lambda: neighbors() == everybody)
    after = {node: since(node) for node in others}
    assert all(same_moment(before[node], after[node]) for node in others), (before, after)


def test_a_webhook_that_never_answers_is_named_in_time(story: Story) -> None:
    kubectl("scale", "--namespace=metallb-system", "deployment/metallb-controller", "--replicas=0")
    until(30, lambda: "controller" not in kubectl("get", "pods", "--namespace=metallb-system", "-o", "name"))
    gate = [sys.executable, "-m", "verify.gate", "--kubeconfig", ".lab/kubeconfig", "--namespace", "metallb-system"]
    begun = time.monotonic()
    done = subprocess.run(
        [*gate, "--seconds", "5"], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "metallb: not ready after 5 s: the webhook does not answer\n" in done.stderr
    assert time.monotonic() - begun < 30
    kubectl("scale", "--namespace=metallb-system", "deployment/metallb-controller", "--replicas=1")
    assert subprocess.run(gate, cwd=PROJECT, capture_output=True, timeout=200, check=False).returncode == 0


def test_a_release_left_pending_is_told_before_anything_is_touched(story: Story) -> None:
    on("master1", "sh", "-c", f"echo '{PENDING.replace('v1.metallb.v1', 'v1.metallb.v99')}' | kubectl apply -f -")
    held = spec("bgppeers.projectcalico.org", "bgppeer-csr1000v")
    story.own("calico")["peering"] = {"nextHopMode": "Keep"}
    story.write()
    begun = time.monotonic()
    said = story.engine.up()
    assert said.code != 0
    assert re.search(
        r"error: release 'metallb': in namespace 'metallb-system' is in pending-install \(revision 1, since \S+\): "
        r"Helm takes no other operation on it",
        said.text,
    ), said.text
    assert time.monotonic() - begun < 30
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v") == held
    kubectl("delete", "secret", "--namespace=metallb-system", "sh.helm.release.v1.metallb.v99")
    story.engine.up().ok()
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v")["nextHopMode"] == "Keep"
