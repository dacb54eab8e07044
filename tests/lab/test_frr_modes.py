"""MetalLB's mode frr on the whole lab: Debian's FRR 8.4.4 beside the speakers, and the way there and back.

One story; each test goes on from the one before. Mode frr-k8s is rendered and checked, not run.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.engine import PROJECT
from tests.lab.one_lab import OneLab
from tests.lab.story import Story, Values, applied, neighbors, spec, until
from tests.lab.test_main_job import NODES, VRFS, kubectl, on, running_config, show

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

SPACE = ("--namespace", "metallb-system")
EVERYBODY = {vrf: list(NODES.values()) for vrf in VRFS}
# What only the FRR modes do, as the stack says it.
PEERING = {"connectSeconds": 5, "ebgpMultihop": True, "bfdProfile": "fast", "gracefulRestart": True}
SESSION = {"holdSeconds": 30, "keepaliveSeconds": 5}
# What both ends are told, and what the router then says of each neighbor.
# Three seconds until an end counts as gone: a busy machine does not answer within less.
BOTH_ENDS = {
    "passwordKey": "bgpPassword",
    "bfd": {"intervalMilliseconds": 1000},
    "gracefulRestart": True,
    "maximumPrefix": "auto",
}
ON_THE_ROUTER = ("ha-mode graceful-restart", "password a-good-word", "fall-over bfd", "maximum-prefix 256")
PROFILE = {"receiveMilliseconds": 300, "transmitMilliseconds": 300, "detectMultiplier": 3, "minimumTtl": 254}


@pytest.fixture(scope="module")
def story(one_lab: OneLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The lab is up with the seed and its demonstration applied."""
    one_lab.clear()
    with applied(tmp_path_factory.mktemp("story"), demonstrated) as story:
        story.engine.environment["BGP_COEXIST_BGP_PASSWORD"] = "a-good-word"
        yield story


def demonstrated(story: Story) -> None:
    """With something to reach, and all speakers at once instead of one after the other: there is no traffic to keep."""
    story.own("demo")["enabled"] = True
    story.own("metallb")["values"] = {"speaker": {"updateStrategy": {"rollingUpdate": {"maxUnavailable": "100%"}}}}


def frr(node: str, command: str) -> Any:
    """What FRR says on a node, from its JSON."""
    selector = ("-l", "app.kubernetes.io/component=speaker", "--field-selector", f"spec.nodeName={node}")
    pod = kubectl("get", "pods", *SPACE, *selector, "-o", "jsonpath={.items[*].metadata.name}")
    return json.loads(kubectl("exec", *SPACE, pod, "-c", "frr", "--", "vtysh", "-c", f"{command} json"))


def session(node: str) -> Values:
    """FRR's session with the router on a node."""
    found: Values = frr(node, "show bgp neighbors 10.0.0.254")["10.0.0.254"]
    return found


def told(node: str) -> dict[str, tuple[str, int, int]]:
    """The sessions of a node's FRR: how each is, the prefixes it brought and those it was given."""
    peers = frr(node, "show bgp summary")["ipv4Unicast"]["peers"]
    return {address: (peer["state"], peer["pfxRcd"], peer["pfxSnt"]) for address, peer in peers.items()}


def times(node: str) -> tuple[int, int]:
    """Hold time and keepalive interval of that session, in milliseconds."""
    held = session(node)
    return held["bgpTimerHoldTimeMsecs"], held["bgpTimerKeepAliveIntervalMsecs"]


def next_hops() -> list[str]:
    """Where the router's kernel sends what is meant for the service, in MetalLB's VRF."""
    tables = json.loads(on("router", "ip", "-j", "route", "show", "table", "all"))
    entries = [route for route in tables if route["dst"] in ("10.100.0.0", "10.100.0.0/32")]
    hops = [sorted(hop["gateway"] for hop in route.get("nexthops", [])) for route in entries]
    return max(hops, key=len, default=[])


def verified() -> str:
    """What `python -m verify` prints where every check holds; the mode is nothing that it looks at."""
    environment = os.environ | {"BGP_COEXIST_ROUTER_PASSWORD": "ios-xe-proving-ground"}
    command = [sys.executable, "-m", "verify", "--stack", "dev"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def webhook_says(name: str, **fields: str | int) -> str:
    """What the API server and MetalLB's webhook answer to a further BGPPeer, which is not kept."""
    peer = {"myASN": 65001, "peerASN": 65000, "peerAddress": "10.0.0.253"} | fields
    metadata = {"name": name, "namespace": "metallb-system"}
    text = json.dumps({"apiVersion": "metallb.io/v1beta2", "kind": "BGPPeer", "metadata": metadata, "spec": peer})
    return on("master1", "sh", "-c", f"echo '{text}' | kubectl apply --dry-run=server -f - 2>&1 || true")


def test_mode_frr_is_previewed_as_one_value_of_the_release(story: Story) -> None:
    story.own("metallb")["mode"] = "frr"
    assert story.changes() == [
        "~ values: {",
        "~ speaker: {",
        "~ frr: {",
        "~ enabled: false => true",
        "+ stderr : [unknown]",
        '~ stdout : "MetalLB takes objects" => [unknown]',
        "~ triggers: [",
        "~ [0]: 1 => [unknown]",
    ]


def test_frr_holds_four_sessions_with_the_router(story: Story) -> None:
    story.engine.up().ok()
    until(180, lambda: neighbors() == EVERYBODY)
    for node in NODES:
        assert frr(node, "show bgp summary")["ipv4Unicast"]["as"] == 65001
        # FRR is told of the service some seconds after the session.
        until(60, lambda node=node: told(node) == {"10.0.0.254": ("Established", 0, 1)})  # type: ignore[misc]


def test_the_service_is_reached_over_four_nodes(story: Story) -> None:
    until(60, lambda: next_hops() == sorted(NODES.values()))
    hops = "10.100.0.0/32 over 4 nodes: " + ", ".join(NODES.values())
    assert f"ok  csr1000v  k8s-metallb    ECMP to the service         {hops}\n" in verified()


def test_what_only_frr_does_is_taken_and_done(story: Story) -> None:
    metallb = story.own("metallb")
    metallb |= {"peering": PEERING, "session": SESSION, "bfdProfiles": {"fast": PROFILE}}
    story.write()
    story.engine.up().ok()
    wanted = {
        "myASN": 65001,
        "peerASN": 65000,
        "peerAddress": "10.0.0.254",
        "connectTime": "5s",
        "ebgpMultiHop": True,
        "bfdProfile": "fast",
        "enableGracefulRestart": True,
        "holdTime": "30s",
        "keepaliveTime": "5s",
    }
    assert spec("bgppeers.metallb.io", "csr1000v", *SPACE).items() >= wanted.items()
    profile = {"receiveInterval": 300, "transmitInterval": 300, "detectMultiplier": 3, "minimumTtl": 254}
    assert spec("bfdprofiles.metallb.io", "fast", *SPACE).items() >= profile.items()
    # The router's times change a moment before FRR's do, and each change begins the sessions anew.
    until(90, lambda: times("worker1") == (30000, 5000) and neighbors() == EVERYBODY)
    assert session("worker1")["externalBgpNbrMaxHopsAway"] == 255
    # The router has no BFD for MetalLB's sessions: BFD's own stays down, which does not keep BGP's down.
    assert [(peer["peer"], peer["status"]) for peer in frr("worker1", "show bfd peers")] == [("10.0.0.254", "down")]
    story.engine.run("preview", "--refresh", "--expect-no-changes").ok()


def test_both_ends_are_told_from_one_value_and_do_it(story: Story) -> None:
    metallb = story.own("metallb")
    for key in ("peering", "bfdProfiles"):
        del metallb[key]
    story.write()
    story.engine.up().ok()
    before = running_config()
    metallb["session"] = SESSION | BOTH_ENDS
    shown = "\n".join(story.changes())
    assert "+ bfdProfile" in shown
    assert "+ enableGracefulRestart" in shown
    story.apply()
    assert sorted(set(running_config()) - set(before)) == sorted(
        [" bfd interval 1000 min_rx 1000 multiplier 3"]
        + [f"  neighbor {address} {line}" for address in NODES.values() for line in ON_THE_ROUTER]
    )
    until(180, lambda: neighbors() == EVERYBODY and all(bfd_up(node) for node in NODES))
    held = session("worker2")
    assert held["gracefulRestartInfo"]["remoteGrMode"] == "Restart", held["gracefulRestartInfo"]


def bfd_up(node: str) -> bool:
    """Whether the router's BFD and the node's FRR see each other."""
    return [peer["status"] for peer in frr(node, "show bfd peers")] == ["up"]


def up_seconds(address: str) -> int | None:
    """How long the router has the session with MetalLB's speaker; None where it is down."""
    (text,) = show("show bgp vpnv4 unicast vrf k8s-metallb summary")
    found = re.search(rf"^{re.escape(address)} .* (\d+):(\d+):(\d+) +\d+$", text, re.MULTILINE)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


def test_a_speaker_whose_bfd_freezes_is_noticed_long_before_the_hold_time(story: Story) -> None:
    selector = ("-l", "app.kubernetes.io/component=speaker", "--field-selector", "spec.nodeName=worker2")
    pod = kubectl("get", "pods", *SPACE, *selector, "-o", "jsonpath={.items[*].metadata.name}")
    inside = ("exec", *SPACE, pod, "-c", "frr", "--", "bash", "-c")
    until(60, lambda: (up_seconds(NODES["worker2"]) or 0) > 20)
    frozen = time.monotonic()
    kubectl(*inside, "kill -STOP $(</var/run/frr/bfdd.pid)")
    until(25, lambda: (up_seconds(NODES["worker2"]) or 0) < time.monotonic() - frozen)
    kubectl(*inside, "kill -CONT $(</var/run/frr/bfdd.pid)")
    until(180, lambda: neighbors() == EVERYBODY and bfd_up("worker2"))


def test_a_second_as_is_told_by_our_check_before_the_webhook_could(story: Story) -> None:
    before = spec("bgppeers.metallb.io", "csr1000v", *SPACE)
    neighbors_of = story.own("routers")["csr1000v"]["vrfs"]["k8s-metallb"]["neighbors"]
    neighbors_of["remoteAs"] = {"worker3": 65011}
    story.write()
    said = story.engine.up()
    del neighbors_of["remoteAs"]
    assert said.code != 0
    assert "the stack's configuration has 1 problem; nothing was touched" in said.text
    assert re.search(r"METALLB07 .*: in that mode all of MetalLB's speakers have one AS", said.text), said.text
    assert spec("bgppeers.metallb.io", "csr1000v", *SPACE) == before
    assert "in FRR mode all myAsn must be equal for the same VRF" in webhook_says("second", myASN=65011)


def test_the_webhook_has_the_other_limits_that_our_checks_know(story: Story) -> None:
    assert "FRR mode doesn't support duplicate BGPPeers" in webhook_says("twice", peerAddress="10.0.0.254")
    assert "in FRR mode all RouterID must be equal" in webhook_says("identity", routerID="1.2.3.4")
    assert "must be lower than holdTime" in webhook_says("times", holdTime="9s", keepaliveTime="10s")


def test_in_mode_frr_k8s_the_webhook_takes_the_same_and_refuses_the_same(story: Story) -> None:
    every: dict[str, str | int] = {
        "ebgpMultiHop": True,
        "bfdProfile": "bgp-coexist-session",
        "enableGracefulRestart": True,
    }
    every |= {"connectTime": "5s", "holdTime": "30s", "keepaliveTime": "5s"}
    told_the_webhook("frr-k8s")
    try:
        assert webhook_says("second", **every) == "bgppeer.metallb.io/second created (server dry run)\n"
        assert "myAsn must be equal" in webhook_says("second", myASN=65011)
    finally:
        told_the_webhook("frr")


def one_controller() -> bool:
    """Whether the one before has gone, which would answer as well."""
    pods = kubectl("get", "pods", *SPACE, "-l", "app.kubernetes.io/component=controller", "-o", "name")
    return len(pods.split()) == 1


def told_the_webhook(mode: str) -> None:
    """The controller, which is the webhook, is begun anew for a mode, without the pods that speak in that mode."""
    deployment = "deployment/metallb-controller"
    kubectl("set", "env", *SPACE, deployment, f"METALLB_BGP_TYPE={mode}")
    kubectl("rollout", "status", *SPACE, deployment, "--timeout=50s")
    until(60, lambda: one_controller() and "failed calling webhook" not in webhook_says("anybody"))


def test_native_mode_in_one_step_is_refused_before_anything_is_touched(story: Story) -> None:
    metallb = story.own("metallb")
    del metallb["session"]
    metallb["mode"] = "native"
    story.write()
    said = story.engine.up()
    metallb["mode"] = "frr"
    assert said.code != 0
    told = set(re.findall(r"LIVE12 metallb.mode, MetalLB's (\w+ [\w-]+)", said.text))
    assert told == {"BFDProfile bgp-coexist-session", "BGPPeer csr1000v"}, said.text
    assert "FRR mode doesn't support duplicate BGPPeers" in webhook_says("twice", peerAddress="10.0.0.254")


def test_native_mode_comes_back_after_what_only_frr_does_is_taken_away(story: Story) -> None:
    metallb = story.own("metallb")
    story.write()
    story.engine.up().ok()
    metallb["mode"] = "native"
    assert story.changes()[:4] == ["~ values: {", "~ speaker: {", "~ frr: {", "~ enabled: true => false"]
    story.engine.up().ok()
    until(180, lambda: neighbors() == EVERYBODY)
    # The controller has just been changed for another one: its webhook may take a moment.
    until(
        60,
        lambda: (
            one_controller()
            and webhook_says("second", myASN=65011) == "bgppeer.metallb.io/second created (server dry run)\n"
        ),
    )
    story.engine.run("preview", "--refresh", "--expect-no-changes").ok()
