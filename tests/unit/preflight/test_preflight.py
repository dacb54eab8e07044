"""`python -m preflight`: what a stack's file describes is looked at without engine, router or cluster."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from preflight.__main__ import main, report_on
from tests.api_server import api_server, kubeconfig
from tests.seed import PROJECT, seed_values

HINT = (
    "  HINT01 routers.csr1000v.vrfs.k8s-calico.maximumPaths, routers.csr1000v.vrfs.k8s-metallb.maximumPaths: "
    "traffic that enters in k8s-calico goes to one node; k8s-metallb spreads it over several\n"
    "    found: routers.csr1000v.vrfs.k8s-calico.maximumPaths is not set, "
    "routers.csr1000v.vrfs.k8s-metallb.maximumPaths is 4\n"
    "    expected: a value in both\n"
    "    hint: set maximumPaths: 1 if one path is intended\n"
)


def project(folder: Path, **changes: Any) -> Path:
    """A project with the seed's stack after changes to its top-level keys; its password cannot be decrypted."""
    values = {**seed_values(), "routerPassword": {"secure": "v1:never:opened"}, **changes}
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}))
    return folder


def cluster(folder: Path, path: str) -> dict[str, Any]:
    return {**seed_values()["cluster"], "kubeconfig": path}


def told(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--stack", "dev", "--project", str(folder), *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_sound_stack_without_its_cluster_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(project(tmp_path), capsys)
    assert (code, err) == (0, "")
    assert out == (
        f"Pulumi.dev.yaml has no problem, and 1 hint\n{HINT}"
        "the cluster was not compared: cluster.kubeconfig: '.lab/kubeconfig': there is no such file\n"
    )


def test_a_real_router_is_refused_while_the_labs_passphrase_is_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    routers = seed_values()["routers"]
    routers["csr1000v"]["host"] = "192.0.2.1"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "lab")
    code, out, err = told(project(tmp_path, routers=routers), capsys)
    assert (code, out) == (1, "")
    assert err.splitlines()[1].startswith("  SECRET02 routers.csr1000v.host: the lab's passphrase is in force: ")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "own")
    assert told(tmp_path, capsys)[0] == 0


def test_a_stack_without_a_cluster_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = {key: value for key, value in seed_values()["cluster"].items() if key != "kubeconfig"}
    code, out, _ = told(project(tmp_path, cluster=alone), capsys)
    assert code == 0
    assert out.endswith("\nthe stack names no cluster, so none was compared with it\n")


def test_a_cluster_that_answers_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with api_server() as api:
        api.on("/apis/networking.k8s.io/v1/servicecidrs", {"items": [{"spec": {"cidrs": ["10.96.0.0/12"]}}]})
        folder = project(tmp_path, cluster=cluster(tmp_path, kubeconfig(tmp_path, api.server)))
        code, out, err = told(folder, capsys)
    assert (code, out) == (1, "")
    assert err == (
        "Pulumi.dev.yaml has 1 problem; nothing was touched\n"
        "  LIVE05 cluster.serviceCidr, the cluster's ServiceCIDR: ClusterIPs come from another range\n"
        "    found: cluster.serviceCidr is 10.96.0.0/14, the cluster's ServiceCIDR is 10.96.0.0/12\n"
        "    expected: 10.96.0.0/12\n"
    )


def test_what_the_cluster_does_not_show_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with api_server() as api:
        api.on("/api/v1/nodes", {}, status=403)
        folder = project(tmp_path, cluster=cluster(tmp_path, kubeconfig(tmp_path, api.server)))
        code, out, _ = told(folder, capsys)
    assert code == 0
    assert out.partition("the cluster was compared\n")[2].splitlines()[0] == (
        "not read from the cluster: nodes: 403 Forbidden"
    )


def test_problems_are_told_to_programs_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path, calico={"asn": 64496, "peers": ["1.1.1.2"]})
    code, out, _ = told(folder, capsys, "--json")
    assert code == 1
    assert json.loads(out) == {
        "source": "Pulumi.dev.yaml",
        "problems": [
            {
                "code": "AS02",
                "path": "calico.asn",
                "what": "is the placeholder AS of a neighbor that is being created, so that its session cannot come up",
                "found": "64496",
                "expected": "another AS",
                "hint": "private AS numbers are 64512 to 65534 and 4200000000 to 4294967294 (RFC 6996)",
            }
        ],
        "hints": [],
        "cluster": "",
    }


def test_a_file_that_is_none_is_one_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path)
    (tmp_path / "Pulumi.dev.yaml").write_text("config: [\n")
    code, _, err = told(tmp_path, capsys)
    assert code == 1
    assert err.startswith("Pulumi.dev.yaml has 1 problem; nothing was touched\n  YAML01 Pulumi.dev.yaml: cannot be")


@pytest.mark.parametrize("name", ["dev", "frr", "staging"])
def test_the_projects_own_stacks_have_no_problem(name: str) -> None:
    assert report_on(PROJECT / f"Pulumi.{name}.yaml", PROJECT).problems == []
