"""The package in programs of another project, in Python and in YAML, under the real engine."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.api_server import api_server, kubeconfig
from tests.engine import PROJECT, Engine
from tests.eventually import eventually
from tests.examples import FOLDER
from tests.lab_router import LabRouter, lab_router, settled
from tests.monitoring.api_alone import ApiAlone, api_alone
from tests.stack.test_program_graph import waits_for
from toolchain import part

pytestmark = pytest.mark.engine

TYPES = {"SavedConfiguration": 1, "RouterAccess": 1, "Vrf": 2, "Interface": 4, "PrefixList": 4, "BgpProcess": 1}


class TheirProject:
    """An example's program in a folder of its own, whose network tests may change."""

    def __init__(self, folder: Path, language: str, router: LabRouter) -> None:
        self.folder = folder / "theirs"
        self._described = self.folder / ("network.yaml" if language == "python" else "Pulumi.yaml")
        shutil.copytree(FOLDER / "package" / language, self.folder)
        self._edit(self.folder / "Pulumi.yaml", self._here)
        self.network(lambda network: self._of_the_lab(network, router))
        self.engine = Engine(folder / "state", program=self.folder)
        # Nothing but Pulumi.yaml says where the package is.
        self.engine.environment.pop("PYTHONPATH", None)
        if language == "yaml":
            self.engine.environment["PATH"] += os.pathsep + str(part("pulumi-language-yaml").parent)

    def network(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the network that the program describes."""
        self._edit(self._described, lambda file: change(file["variables"]["network"] if "variables" in file else file))

    def password(self, clear: str) -> None:
        self.engine.run("config", "set", "--secret", "bgp-coexist:routerPassword", said=clear).ok()

    @contextmanager
    def applying(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`pulumi up` as a process of its own, which does not outlive the `with` block."""
        words = ("up", "--yes", "--skip-preview", "--non-interactive", "--stack", self.engine.stack)
        with (self.folder / "log").open("wb") as log:
            engine = subprocess.Popen(
                [part("pulumi"), *words], cwd=self.folder, env=self.engine.environment, stdout=log, stderr=log
            )
            with engine:
                try:
                    yield engine
                finally:
                    engine.kill()

    def only(self, *names: str) -> None:
        """Of the program in YAML, keep these resources."""
        self._edit(
            self._described, lambda file: [file["resources"].pop(name) for name in {*file["resources"]} - {*names}]
        )

    def planned(self) -> dict[str, dict[str, Any]]:
        """What a preview would create, the state of every resource by its name."""
        steps = json.loads(self.engine.run("preview", "--json").ok().text)["steps"]
        return {step["urn"].rpartition("::")[2]: step["newState"] for step in steps}

    def _edit(self, path: Path, change: Callable[[dict[str, Any]], object]) -> None:
        values = yaml.safe_load(path.read_text())
        change(values)
        path.write_text(yaml.safe_dump(values, sort_keys=False))

    @staticmethod
    def _here(project: dict[str, Any]) -> None:
        project["packages"]["bgp-coexist"] = str(PROJECT / "package")
        if project["runtime"] != "yaml":
            project["runtime"]["options"]["virtualenv"] = str(PROJECT / ".venv")

    @staticmethod
    def _of_the_lab(network: dict[str, Any], router: LabRouter) -> None:
        endpoint = {"host": "127.0.0.1", "port": router.port, "username": "admin", "sshLegacy": True}
        network["routers"]["edge"] |= {**endpoint, "knownHosts": str(router.known_hosts), "vrfSyntax": "ip vrf"}
        network["cluster"].pop("kubeconfig")


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router(tmp_path / "router") as made:
        yield made


def test_a_program_in_python_configures_a_router_and_gives_it_back(tmp_path: Path, router: LabRouter) -> None:
    theirs, before = TheirProject(tmp_path, "python", router), router.running()
    theirs.password("wrong-password")
    assert "edge: user 'admin' refused by 127.0.0.1" in theirs.engine.up().text
    assert router.running() == before
    theirs.password(router.password)
    assert 'routerVersion: "16.12"' in theirs.engine.up().ok().text
    assert "neighbor 192.168.10.11 remote-as 65002" in router.running()
    assert settled(router.show("show startup-config")) == router.running()
    theirs.engine.preview("--expect-no-changes", "--refresh").ok()
    made = [each["type"].rpartition(":")[2] for each in theirs.engine.resources()]
    assert {kind: made.count(kind) for kind in TYPES} == TYPES
    assert "wrong-password" not in theirs.engine.run("stack", "export").ok().text
    theirs.engine.destroy().ok()
    assert router.running() == before


def test_a_program_in_yaml_configures_the_same_router(tmp_path: Path, router: LabRouter) -> None:
    theirs, before = TheirProject(tmp_path, "yaml", router), router.running()
    theirs.password(router.password)
    theirs.only("edge")
    assert 'routerVersion: "16.12"' in theirs.engine.up().ok().text
    assert "neighbor 192.168.10.11 remote-as 65002" in router.running()
    theirs.network(lambda network: network["routers"]["edge"]["vrfs"]["pods"].update(maximumPaths=2))
    preview = theirs.engine.preview().ok().text
    assert "-   maximum-paths 3" in preview
    assert "+   maximum-paths 2" in preview
    theirs.engine.destroy().ok()
    assert router.running() == before


def test_what_a_killed_engine_was_at_is_taken_back(tmp_path: Path) -> None:
    """By the package, or by the next run where the language host was sooner."""
    faults = {"lines": [{"match": "neighbor 192.168.10.12 update-source .*", "do": "hang"}]}
    (tmp_path / "faults.json").write_text(json.dumps(faults))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults.json")) as router:
        theirs, before = TheirProject(tmp_path, "python", router), router.running()
        theirs.password(router.password)
        with theirs.applying() as engine:
            assert eventually(lambda: "neighbor 192.168.10.12 remote-as" in router.running(), True, seconds=60)
            engine.kill()
        theirs.engine.run("cancel", "--yes", "dev", stacked=False).ok()
        theirs.engine.up().ok()
        theirs.engine.destroy().ok()
        assert router.running() == before


def calicos_objects(api: ApiAlone) -> list[str]:
    """The objects of Calico's BGP in the cluster, as `kind/name`."""
    kinds = ",".join(f"{kind}.crd.projectcalico.org" for kind in ("bgpconfigurations", "bgpfilters", "bgppeers"))
    names = api.kubectl("get", kinds, "--output=name").stdout.split()
    return [name.replace(".crd.projectcalico.org", "") for name in names]


def test_calicos_objects_are_written_after_the_router_and_removed_before_it(tmp_path: Path, router: LabRouter) -> None:
    theirs, before = TheirProject(tmp_path, "yaml", router), router.running()
    theirs.password(router.password)
    theirs.only("edge", "calico")
    with api_alone(tmp_path) as api, api.garbage_collector():
        api.kubectl("apply", "-f", str(part("calico-crds")))
        for name in ("node1", "node2", "node3"):
            node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}}
            api.kubectl("create", "-f", "-", stdin=json.dumps(node))
        cluster = {"kubeconfig": str(api.kubeconfig()), "serviceCidr": "10.96.0.0/24"}
        theirs.network(lambda network: network["cluster"].update(cluster))
        theirs.engine.up().ok()
        written = calicos_objects(api)
        theirs.engine.preview("--expect-no-changes").ok()
        removed = theirs.engine.destroy().ok().text
        left = calicos_objects(api)
    assert written == ["bgpconfiguration/default", "bgpfilter/bgp-coexist-own-routes", "bgppeer/bgppeer-edge"]
    assert left == []
    assert removed.index("calico-bgppeer-edge deleted") < removed.index("edge-bgp-pods deleting")
    assert router.running() == before


def test_a_wrong_type_is_refused_by_the_schema_in_yaml(tmp_path: Path, router: LabRouter) -> None:
    theirs = TheirProject(tmp_path, "yaml", router)
    theirs.network(lambda network: network["calico"].update(asn="many"))
    assert "asn: Cannot assign type 'string' to type 'integer'" in theirs.engine.preview().text


def test_the_speakers_wait_for_the_router_that_they_depend_on(tmp_path: Path, router: LabRouter) -> None:
    theirs = TheirProject(tmp_path, "python", router)
    theirs.password(router.password)
    with api_server() as api:
        file = kubeconfig(tmp_path, api.on("/readyz", "ok").server)
        theirs.network(lambda network: network["cluster"].update(kubeconfig=file))
        theirs.network(lambda network: network["metallb"].update(chart={"path": str(part("metallb-chart"))}))
        planned = theirs.planned()
    speakers = {name: state for name, state in planned.items() if name.startswith(("calico-", "metallb-"))}
    waiting = {name for name, state in speakers.items() if "edge" in waits_for(planned, name)}
    assert waiting == speakers.keys() - {"calico-cluster", "metallb-cluster"}
    assert {"calico-bgppeer-edge", "metallb-peer-edge", "metallb-release", "metallb-gate"} <= waiting
    providers = {state.get("provider", "").split("::")[-2] for name, state in speakers.items() if "bgppeer" in name}
    assert providers == {"calico-cluster"}
    assert planned["metallb-gate"]["inputs"]["create"].startswith(f"env PYTHONPATH={PROJECT} ")


def test_what_is_wrong_is_one_clear_error_of_the_preview(tmp_path: Path, router: LabRouter) -> None:
    said = TheirProject(tmp_path, "python", router).engine.preview()
    assert said.code != 0
    assert (
        "Router resource 'edge' has a problem: the stack's configuration has 1 problem; nothing was touched\n"
        "  KEY04 routerPassword: is missing\n"
        "    hint: set it with `pulumi config set --secret bgp-coexist:routerPassword`, or in the environment as "
        "BGP_COEXIST_ROUTER_PASSWORD\n"
    ) in said.text
