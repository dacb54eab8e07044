"""The cluster's side of a running stack: fields, nodes that come and go, edits by hand, and what may stand in the way.

One story on the whole lab, on the real API servers, MetalLB's webhook included; each test goes on from the one before.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.one_lab import OneLab
from tests.lab.rights import refusal
from tests.lab.story import Story, failures, neighbors, same_moment, since, spec, until
from tests.lab.test_main_job import NODES, VRFS, kubectl, on

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

PENDING = """
apiVersion: v1
kind: Secret
metadata:
  name: sh.helm.release.v1.metallb.v1
  namespace: metallb-system
  labels: {owner: helm, name: metallb, status: pending-install, version: "1"}
type: helm.sh/release.v1
"""


USER = 'User "system:serviceaccount:bgp-coexist:bgp-coexist" cannot'
REFUSED = [
    ("delete node worker3", f'nodes "worker3" is forbidden: {USER} delete resource "nodes" in API group ""'),
    (
        "delete namespace kube-system",
        f'namespaces "kube-system" is forbidden: {USER} delete resource "namespaces" in API group "" '
        'in the namespace "kube-system"',
    ),
    (
        "delete customresourcedefinition ippools.crd.projectcalico.org",
        'customresourcedefinitions.apiextensions.k8s.io "ippools.crd.projectcalico.org" is forbidden: '
        f'{USER} delete resource "customresourcedefinitions" in API group "apiextensions.k8s.io"',
    ),
    (
        "delete ippools.crd.projectcalico.org default-ipv4-ippool",
        'ippools.crd.projectcalico.org "default-ipv4-ippool" is forbidden: '
        f'{USER} delete resource "ippools" in API group "crd.projectcalico.org"',
    ),
    ("create clusterrole more --verb=delete --resource=nodes", "is attempting to grant RBAC permissions not currently"),
    (
        "create clusterrolebinding more --clusterrole=cluster-admin --user=anyone",
        "is attempting to grant RBAC permissions not currently held",
    ),
    ("get nodes --as=lab-admin", f'users "lab-admin" is forbidden: {USER} impersonate resource "users"'),
]


@pytest.fixture(scope="module")
def story(one_lab: OneLab) -> Iterator[Story]:
    with one_lab.story() as story:
        story.own("demo").update(enabled=True)
        story.apply()
        yield story


def test_with_the_documented_rights_everything_is_compared_and_every_check_holds(story: Story) -> None:
    assert "not compared" not in story.engine.preview().ok().text
    until(180, lambda: failures(story) == [])


@pytest.mark.parametrize(("request_", "refused"), REFUSED)
def test_what_the_documented_rights_leave_out_is_refused(story: Story, request_: str, refused: str) -> None:
    dry = [] if request_.startswith("get") else ["--dry-run=server"]
    said = refusal(Path(story.own("cluster")["kubeconfig"]), *request_.split(), *dry)
    assert said.startswith(("Error from server (Forbidden): ", "error: failed to create ")), said
    assert refused in said


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


def test_a_node_leaves_and_comes_back_and_the_others_sessions_stay(story: Story) -> None:
    everybody = {vrf: list(NODES.values()) for vrf in VRFS}
    until(180, lambda: neighbors() == everybody)
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
    until(180, lambda: neighbors() == everybody)
    after = {node: since(node) for node in others}
    assert all(same_moment(before[node], after[node]) for node in others), (before, after)


def test_an_up_names_a_webhook_that_never_answers_and_the_next_one_goes_through(story: Story) -> None:
    """The gate asks anew after every revision of the release; this one leaves the controller itself alone."""
    where = ("--namespace=metallb-system", "metallb-webhook-service", "-o", "jsonpath={.spec.clusterIP}")
    rule = ("to", kubectl("get", "service", *where), "blackhole", "pref", "10")
    story.own("metallb")["values"] = {"speaker": {"logLevel": "debug"}}
    story.write()
    story.engine.environment["BGP_COEXIST_METALLB_SECONDS"] = "20"
    on("master1", "ip", "rule", "add", *rule)
    begun = time.monotonic()
    try:
        said = story.engine.up()
    finally:
        on("master1", "ip", "rule", "del", *rule)
        del story.engine.environment["BGP_COEXIST_METALLB_SECONDS"]
    assert said.code != 0
    assert "metallb: not ready after 20 s: the webhook does not answer\n" in said.text, said.text
    assert time.monotonic() - begun < 120
    story.apply()


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
        r"Helm refuses other operations on it",
        said.text,
    ), said.text
    assert time.monotonic() - begun < 30
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v") == held
    kubectl("delete", "secret", "--namespace=metallb-system", "sh.helm.release.v1.metallb.v99")
    story.engine.up().ok()
    assert spec("bgppeers.projectcalico.org", "bgppeer-csr1000v")["nextHopMode"] == "Keep"
