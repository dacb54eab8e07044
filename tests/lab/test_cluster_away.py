"""The cluster is away, silent or slow, before a run and in the middle of one: what is said, how soon, and what is left.

One story on the whole lab, whose API server is reached over a wire that fails; each test mends it and goes on.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine import PROJECT, Ran
from tests.lab.one_lab import OneLab
from tests.lab.story import Story, applied, spec, until
from tests.lab.test_main_job import kubectl, running_config
from tests.over_ssh.relay import Relay, relay
from tests.wire import Wire, wire

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

API_PORT, ROUTER_PORT = 16443, 10022
PEER = ("bgppeers.projectcalico.org", "bgppeer-csr1000v")
# So many in both directions come after the login and before the first line is typed.
PACKETS = 40
BACK = "hint: when it answers again, repeat `pulumi up`"
HINT = "  hint: is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"


class Away:
    """The stack, the wire to its API server and the one to its router."""

    def __init__(self, story: Story, api: Wire, router: Relay, kubeconfig: Path) -> None:
        self.story, self.api, self.router = story, api, router
        self.where = f"'{kubeconfig}': no answer from https://127.0.0.1:{api.port}"

    def change(self, number: int, pool: bool = True) -> None:
        """One value of the router and one of each sort of object in the cluster are others."""
        vrf = self.story.own("routers")["csr1000v"]["vrfs"]["k8s-metallb"]
        vrf["export"] = ["65000:1", f"65000:{number}"]
        self.story.own("calico")["logSeverityScreen"] = ("Info", "Warning")[number % 2]
        self.story.own("calico")["peering"] = {"maxRestartSeconds": number}
        if pool:
            self.story.own("metallb")["pools"]["gold"] = [f"10.100.{number}.0/24"]
        self.story.write()

    def in_the_middle(self, act: Callable[[], None]) -> None:
        """`act` is called once the router has been typed to for a while."""
        packets = iter(range(1, 1_000_000))

        def keeps() -> bool:
            if next(packets) == PACKETS:
                act()
            return True

        self.router.keeps = keeps

    def up(self) -> tuple[Ran, float]:
        """An `up` and how many seconds it took; the cluster is back when it has ended."""
        begun = time.monotonic()
        try:
            ran = self.story.engine.up()
        finally:
            self.router.keeps = lambda: True
            self.api.mend()
        assert "Traceback" not in ran.text, ran.text
        return ran, time.monotonic() - begun

    def converges(self, number: int) -> None:
        """The next `up` brings everything to what is wanted."""
        self.story.apply()
        assert f" route-target export 65000:{number}" in running_config()
        assert spec(*PEER)["maxRestartTime"] == f"{number}s"
        space = ("--namespace", "metallb-system")
        gold = self.story.own("metallb")["pools"]["gold"]
        assert spec("ipaddresspools.metallb.io", "gold", *space)["addresses"] == gold


@pytest.fixture(scope="module")
def away(one_lab: OneLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    folder = tmp_path_factory.mktemp("away")
    one_lab.clear()
    one_lab.up()
    with wire(API_PORT) as api, relay(ROUTER_PORT) as router:
        kubeconfig = rewired(PROJECT / ".lab/kubeconfig", folder / "kubeconfig", API_PORT, api.port)
        known_hosts = rewired(PROJECT / ".lab/known_hosts", folder / "known_hosts", ROUTER_PORT, router.port)

        def change(story: Story) -> None:
            story.own("cluster")["kubeconfig"] = str(kubeconfig)
            story.own("routers")["csr1000v"] |= {"port": router.port, "knownHosts": str(known_hosts)}

        with applied(folder, change) as story:
            made = Away(story, api, router, kubeconfig)
            made.change(9)
            story.apply()
            yield made


def rewired(file: Path, copy: Path, old: int, new: int) -> Path:
    copy.write_text(file.read_text().replace(f":{old}", f":{new}"))
    copy.chmod(0o600)
    return copy


def state() -> dict[str, Any]:
    """What the router runs, and the cluster's objects that a change would touch, all on the direct way."""
    kinds = f"{PEER[0]},bgpconfigurations.projectcalico.org,ipaddresspools.metallb.io"
    items = yaml.safe_load(kubectl("get", kinds, "-A", "-o", "yaml"))["items"]
    return {
        "router": running_config(),
        **{item["metadata"]["name"]: (item["metadata"]["uid"], item["spec"]) for item in items},
    }


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (lambda api: api.cut(), "connection refused"),
        (lambda api: api.silence(), "silent for 3 s"),
        (lambda api: api.slow(20), "silent for 3 s"),
    ],
    ids=["down", "silent", "answering after 20 s"],
)
def test_a_cluster_that_does_not_answer_is_told_before_anything_is_touched(
    away: Away, fault: Callable[[Wire], None], why: str
) -> None:
    before = state()
    away.change(10)
    fault(away.api)
    ran, seconds = away.up()
    assert ran.code != 0
    assert f"    error: cluster.kubeconfig: {away.where}: {why}\n    {HINT}\n" in ran.text, ran.text
    assert seconds < 30
    assert state() == before


def test_a_cluster_that_goes_down_in_the_middle_is_named_and_the_next_up_converges(away: Away) -> None:
    away.change(11)
    away.in_the_middle(away.api.cut)
    ran, seconds = away.up()
    assert ran.code != 0
    assert f"https://127.0.0.1:{away.api.port}" in ran.text
    assert "connection refused" in ran.text, ran.text
    assert seconds < 60
    away.converges(11)


def test_a_cluster_that_falls_silent_in_the_middle_is_named_and_the_next_up_converges(away: Away) -> None:
    # Without a pool, for which Pulumi's own provider would wait longer still: so long are its own limits.
    away.change(12, pool=False)
    away.in_the_middle(away.api.silence)
    ran, seconds = away.up()
    assert ran.code != 0
    said = f"no answer from https://127.0.0.1:{away.api.port}: silent for 15 s"
    assert re.search(rf"error: (Calico|BGPConfiguration 'default'): {re.escape(said)}\n *{BACK}\n", ran.text), ran.text
    assert seconds < 150
    away.converges(12)


def pending() -> bool:
    """Whether Helm is in the middle of an upgrade."""
    labels = "--selector=owner=helm,name=metallb,status=pending-upgrade"
    return bool(kubectl("get", "secrets", "--namespace=metallb-system", labels, "-o", "name"))


def test_a_release_that_is_cut_off_in_the_middle_is_told_and_the_command_told_clears_it(away: Away) -> None:
    away.story.own("metallb")["values"] = {"speaker": {"logLevel": "debug"}}
    away.story.write()

    def cut() -> None:
        until(90, pending)
        away.api.cut()

    watch = threading.Thread(target=cut)
    watch.start()
    ran, seconds = away.up()
    watch.join()
    assert ran.code != 0
    assert "connection refused" in ran.text, ran.text
    told, _ = away.up()
    command = re.search(r"kubectl --namespace (\S+) delete secret (\S+), then again", told.text)
    assert command, told.text
    kubectl("--namespace", command[1], "delete", "secret", command[2])
    away.story.apply()
    assert seconds < 60
