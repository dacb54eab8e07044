"""The scenario of the topologies: its claims at every step, what makes each of them fail, and what it restores."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from lab.errors import LabError
from lab.fabric.topology import NODES
from lab.scenarios import http_probe, peerings, switch, topologies
from lab.scenarios.applied import Applied
from lab.scenarios.http_probe import Record, Request
from lab.scenarios.ios_xe import prompt, tables
from lab.scenarios.stage import Stage

UP = "Global_1_1_1_2 BGP      master   up     07:00:47    Established\n"
SUMMARY = "".join(f"{host.ip}  4 65002 10 10 5 0 0 00:01:00 3\n" for host in NODES)
EMPTY = "".join(f"{host.ip}  4 65001 0 0 0 0 0 never Active\n" for host in NODES)
ROUTE = "B        10.100.0.0/32 [20/0] via 10.0.0.11, 00:01:00\n"
STEPS = ["two-vrf", "single-session", "calico-only", "single-session", "two-vrf"]


class Lab(Applied):
    """A lab in which an `up` changes the topology as the file says, and which program assigns addresses."""

    def __init__(self, folder: Path, stack: str = "dev") -> None:
        super().__init__(folder, stack)
        LABS.append(self)
        self.applied = ["two-vrf"]
        self.files: list[dict[str, Any]] = []
        self.services = {"nginx": "10.100.0.0"}
        self.requests: list[tuple[str, ...]] = []
        self.lost = 2  # requests at each step
        self.left: list[str] = []  # definitions of MetalLB that no `up` removes

    def up(self, config: Path) -> None:
        text = yaml.safe_load(config.read_text())["config"]
        self.files.append(text)
        self.applied.append(text.get("bgp-coexist:topology", "two-vrf"))

    def require(self) -> None: ...

    def outputs(self) -> dict[str, Any]:
        return {"service": "http://10.100.0.0/", "curlTally": {"a": 1, "b": 1}}


LABS: list[Lab] = []


@contextmanager
def client(_fabric: Any, address: str) -> Iterator[Record]:
    """Requests every 0.2 s, of which the first ones of an `up` are lost, and all of a service at another address."""
    assert address == "10.100.0.0"
    record = Record()
    yield record
    lost = LABS[-1].lost
    pages = ["a", "b", *[""] * lost, *["a", "b"] * 20]
    record.requests = [Request(0.2 * index, page) for index, page in enumerate(pages)]


def get(_fabric: Any, kind: str, *_: str) -> dict[str, Any]:
    lab = LABS[-1]
    alone = lab.applied[-1] == "calico-only"
    pods = {"metadata": {"name": "default-ipv4-ippool"}, "spec": {"cidr": "192.168.0.0/16"}}
    pool = {"metadata": {"name": "p"}, "spec": {"cidr": "10.100.0.0/24", "allowedUses": ["LoadBalancer"]}}
    metallb = lab.left if alone else ["metallb-system", "bgppeers.metallb.io"]
    named = [{"metadata": {"name": name}} for name in ("default", "bgppeers.crd.projectcalico.org", *metallb)]
    services = [
        {"metadata": {"name": name}, "status": {"loadBalancer": {"ingress": [{"ip": address}] if address else []}}}
        for name, address in lab.services.items()
    ]
    items = {"services": services, "ippools.projectcalico.org": [pods, *([pool] if alone else [])]}
    return {"items": items.get(kind, named)}


def kubectl(_fabric: Any, *words: str, stdin: str | None = None) -> str:
    services, requests = LABS[-1].services, LABS[-1].requests
    if words[0] == "apply":
        services |= {
            item["metadata"]["name"]: f"10.100.0.{place + 1}"
            for place, item in enumerate(json.loads(stdin or "")["items"])
        }
    elif words[0] == "annotate":
        requests.append(words[-3:])
    else:
        assert words[0] == "delete"
        for name in topologies.FURTHER:
            del services[name]
    return ""


def summaries(_fabric: Any, vrfs: list[str], *_: Any) -> list[str]:
    one = LABS[-1].applied[-1] != "two-vrf"
    return [EMPTY if one and vrf == "k8s-metallb" else SUMMARY for vrf in vrfs]


@pytest.fixture(autouse=True)
def lab(monkeypatch: pytest.MonkeyPatch) -> None:
    LABS.clear()
    monkeypatch.setattr(topologies, "Applied", Lab)
    monkeypatch.setattr(topologies, "get", get)
    monkeypatch.setattr(topologies, "kubectl", kubectl)
    monkeypatch.setattr(http_probe, "CALM_SECONDS", 0)
    monkeypatch.setattr(switch, "SETTLING_SECONDS", 0)
    monkeypatch.setattr(http_probe, "client", client)
    monkeypatch.setattr(tables, "bgp_vrfs", lambda *_: ["k8s-calico", "k8s-metallb"])
    monkeypatch.setattr(tables, "summaries", summaries)
    monkeypatch.setattr(tables, "bgp_routes", lambda _, vrfs: [ROUTE for _ in vrfs])
    monkeypatch.setattr(prompt, "running", lambda *_: "hostname csr1000v\n")
    monkeypatch.setattr(peerings, "protocols", lambda *_: UP)


def played(folder: Path) -> Stage:
    """The stage after the scenario, with everything put back."""
    lines: list[str] = []
    fabric: Any = SimpleNamespace(places=SimpleNamespace(root=folder))
    stage = Stage(fabric, "ios-xe", lines.append)
    topologies.play(stage)
    stage.put_back()
    print("\n".join(lines))
    return stage


def test_every_step_is_measured_and_everything_is_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path).failed == []
    lab = LABS[-1]
    assert lab.applied == [*STEPS, "two-vrf"]
    assert lab.services == {"nginx": "10.100.0.0"}
    shown = capsys.readouterr().out
    assert shown.count("unreachable for 0.4 s at most; 2 of 44 requests lost") == 4
    assert "Calico's pools of services: 10.100.0.0/24; MetalLB: 0 namespace and types" in shown
    kept = "nginx 10.100.0.0 then 10.100.0.0 now, topologies-a 10.100.0.1 then 10.100.0.1 now"
    assert shown.count(kept) == 4
    assert shown.splitlines()[-2:] == ["  put back: no further service", "  put back: the stack as its own file says"]


def test_calico_alone_is_applied_from_a_file_without_metallb(tmp_path: Path) -> None:
    played(tmp_path)
    file = next(file for file in LABS[-1].files if file.get("bgp-coexist:topology") == "calico-only")
    assert "bgp-coexist:metallb" not in file
    assert file["bgp-coexist:calico"]["pools"] == {"default": ["10.100.0.0/24"]}


def test_the_further_services_request_their_addresses_of_both_programs(tmp_path: Path) -> None:
    played(tmp_path)
    assert LABS[-1].requests == [
        (name, f"metallb.io/loadBalancerIPs=10.100.0.{at}", f'projectcalico.org/loadBalancerIPs=["10.100.0.{at}"]')
        for at, name in enumerate(topologies.FURTHER, 1)
    ]


def test_a_service_that_is_away_for_long_fails_its_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    up = Lab.up

    def slow(self: Lab, config: Path) -> None:
        up(self, config)
        self.lost = 60 if self.applied[-1] == "calico-only" else 0

    monkeypatch.setattr(Lab, "up", slow)
    assert played(tmp_path).failed == ["to Calico alone: the service is away for less than 10 s"]


def test_an_address_that_changes_fails_its_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    up = Lab.up

    def another(self: Lab, config: Path) -> None:
        up(self, config)
        self.services["nginx"] = "10.100.0.64" if self.applied[-1] == "calico-only" else "10.100.0.0"

    monkeypatch.setattr(Lab, "up", another)
    assert played(tmp_path).failed == ["to Calico alone: every service has its address still"]


def test_what_is_left_of_metallb_fails_its_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    up = Lab.up

    def with_rest(self: Lab, config: Path) -> None:
        up(self, config)
        self.left = ["bgppeers.metallb.io"]

    monkeypatch.setattr(Lab, "up", with_rest)
    assert played(tmp_path).failed == ["to Calico alone: Calico alone assigns addresses"]


def test_a_stack_of_another_topology_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lab, "values", lambda _: {"topology": "single-session"})
    with pytest.raises(LabError, match=r"its topology is 'single-session', and this begins with two VRFs"):
        played(tmp_path)
    assert LABS[-1].applied == ["two-vrf"]
