"""A fleet file: what a stack of it is, in which order stacks are applied, and the exact report of each mistake."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from errors import IntentError
from fleet.file import read
from fleet.members import Fleet, fleet_of
from model.checks.codes import FLEET
from model.fleet_file import FleetFile
from model.reference.fleet_schema import fleet_schema
from model.stack_file import document
from tests.examples import FOLDER

EXAMPLE = FOLDER / "fleets" / "company.yaml"
Values = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the one stack whose file is written by hand."""
    (tmp_path / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    (tmp_path / "Pulumi.lab.yaml").write_text((FOLDER / "single-session.yaml").read_text())
    return tmp_path


def fleet(project: Path, change: Callable[[Values], object] = lambda _: None) -> Fleet:
    """The fleet of the example after a change."""
    values = yaml.safe_load(EXAMPLE.read_text())
    change(values)
    file = project / "fleet.yaml"
    file.write_text(yaml.safe_dump(values, sort_keys=False))
    return fleet_of(read(file), file.name, project)


def said(project: Path, change: Callable[[Values], object]) -> str:
    """What is said of the example after a change."""
    with pytest.raises(IntentError) as error:
        fleet(project, change)
    return str(error.value)


def test_the_example_has_no_problem_and_every_stack_is_in_one_wave(project: Path) -> None:
    waves = [(wave.name, wave.stacks) for wave in fleet(project).waves]
    assert waves == [
        ("canary", ("lab",)),
        ("wave 1", ("berlin-1", "berlin-2")),
        ("wave 2", ("oslo",)),
        ("wave 3", ("rome",)),
    ]


def test_an_editor_with_the_schema_marks_nothing_in_the_example_and_a_key_that_is_misspelt() -> None:
    values = document(EXAMPLE.read_text()).value
    validator = Draft202012Validator(fleet_schema())
    assert [error.message for error in validator.iter_errors(values)] == []
    for layer in (values["defaults"], values["vrfDefaults"], values["routers"]["edge-oslo"], values["stacks"]["oslo"]):
        layer["mistake"] = 1
        assert list(validator.iter_errors(values)) != []
        del layer["mistake"]


def test_the_page_has_every_key_of_the_file() -> None:
    page = (FOLDER.parent / "docs" / "fleet.md").read_text().partition("## The file")[2].partition("\n### ")[0]
    keys = {field.alias for field in FleetFile.model_fields.values()}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == keys


def test_a_stack_is_its_own_values_above_those_that_it_shares(project: Path) -> None:
    def change(values: Values) -> None:
        values["stacks"]["rome"]["routers"]["edge-rome-1"]["vrfs"]["rome"]["neighbors"] = {"accept": "all"}
        values["stacks"]["rome"]["calico"]["asn"] = 65009
        values["routers"]["edge-rome-2"]["username"] = "another"
        values["defaults"]["cluster"]["nodes"] = {"of-all": "172.20.31.13"}
        del values["stacks"]["oslo"], values["stacks"]["berlin-1"], values["stacks"]["berlin-2"], values["waves"]

    rome = fleet(project, change).members["rome"].stack
    one, other = rome.routers["edge-rome-1"], rome.routers["edge-rome-2"]
    assert (one.username, other.username) == ("pulumi", "another")
    assert (one.host, one.asn, one.vrfs["rome"].maximum_paths) == ("edge-rome-1.example.net", 65000, 2)
    assert one.vrfs["rome"].neighbors.advertise == "nothing"
    assert (one.vrfs["rome"].neighbors.accept, other.vrfs["rome"].neighbors.accept) == ("all", "expected")
    assert (rome.calico.asn, rome.topology) == (65009, "calico-only")
    assert set(rome.cluster.nodes) == {"of-all", "rome-a", "rome-b"}


def test_lists_are_replaced_and_not_joined(project: Path) -> None:
    def change(values: Values) -> None:
        values["defaults"]["calico"]["pools"] = {"default": ["172.23.0.0/24", "172.24.0.0/24"]}

    pools = [list(map(str, each.stack.pools()["default"])) for each in fleet(project, change).members.values()]
    assert pools[1:] == [["172.22.11.0/24"], ["172.22.12.0/24"], ["172.22.21.0/24"], ["172.22.31.0/24"]]


def stack(values: Values, name: str, *path: str) -> Any:
    """What is at a path of a stack's values."""
    found = values["stacks"][name]
    for key in path:
        found = found[key]
    return found


def vrf(values: Values, name: str, router: str) -> Any:
    return stack(values, name, "routers", router, "vrfs", name)


def share_berlin(values: Values) -> Values:
    """Oslo has its VRF on Berlin's router."""
    routers = stack(values, "oslo", "routers")
    routers["edge-berlin"] = routers.pop("edge-oslo")
    vrfs: Values = routers["edge-berlin"]
    return vrfs


def same_table(values: Values) -> None:
    vrfs = share_berlin(values)["vrfs"]
    vrfs["berlin-1"] = vrfs.pop("oslo")


def other_process(values: Values) -> None:
    share_berlin(values).update(asn=65001, routerId="10.255.9.9")


def same_range(values: Values) -> None:
    for name in ("berlin-1", "berlin-2"):
        vrf(values, name, "edge-berlin")["neighbors"] = {"range": ["172.20.8.0/21"]}


def same_objects(values: Values) -> None:
    for name in ("berlin-1", "berlin-2"):
        stack(values, name, "routers", "edge-berlin")["interfaces"] = {"Loopback0": "10.255.0.1/32"}
        stack(values, name, "routers", "edge-berlin")["prefixLists"] = {"own": ["seq 5 deny 0.0.0.0/0 le 32"]}
        vrf(values, name, "edge-berlin")["neighbors"] = {"prefixListIn": "own"}


def same_address(values: Values) -> None:
    nodes = stack(values, "oslo", "cluster", "nodes")
    nodes |= {"oslo-a": "172.20.12.11", "oslo-b": "172.20.31.2"}
    vrf(values, "oslo", "edge-oslo")["neighbors"] = {"ebgpMultihop": 3}


CASES: dict[str, Callable[[Values], object]] = {
    "FLEET01": lambda values: stack(values, "rome", "calico", "pools").update(default=["172.22.8.0/21"]),
    "FLEET02": same_address,
    "FLEET03": lambda values: vrf(values, "berlin-2", "edge-berlin").update(rd="65000:11"),
    "FLEET04": same_range,
    "FLEET05": same_table,
    "FLEET06": other_process,
    "FLEET07": same_objects,
    "FLEET08": lambda values: stack(values, "oslo", "cluster").update(kubeconfig="~/.kube/berlin-1"),
    "FLEET10": lambda values: values["waves"].append(["paris-*", "oslo-1"]),
    "FLEET11": lambda values: values["waves"].append(["lab", "oslo"]),
    "FLEET12": lambda values: values["stacks"].update(paris=None),
    "FLEET14": lambda values: values["stacks"]["oslo"].update(routerPassword={"secure": "v1:x"}),
    "a shared problem is said once": lambda values: values["vrfDefaults"].update(maximumPaths=99),
    "a problem of a router is said where it is written": lambda values: values["routers"]["edge-oslo"].update(port=0),
    "a key that is missing": lambda values: values["defaults"]["calico"].pop("asn"),
    "a stack's own check": lambda values: stack(values, "oslo", "calico").update(asn=65000),
    "a key that does not exist": lambda values: values.update(canaries=["lab"]),
    "a value of another form": lambda values: values.update(parallelism="many", waves=["oslo"]),
    "no stacks": lambda values: values.update(stacks={}, waves=[], canary=[]),
    "a password in clear text": lambda values: values["defaults"].update(routerPassword="hidden"),
}
GOLDEN = Path(__file__).parents[2] / "golden" / "fleet"


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_gets_exactly_its_report(case: str, project: Path) -> None:
    file, found = GOLDEN / f"{case.replace(' ', '-')}.txt", said(project, CASES[case]) + "\n"
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        file.write_text(found)
    assert found == file.read_text()


def test_every_code_of_fleets_has_a_case() -> None:
    reported = {
        code for file in GOLDEN.glob("*.txt") for code in re.findall(r"^  (FLEET\d\d) ", file.read_text(), re.M)
    }
    assert reported == set(FLEET) - {"FLEET13"}


def test_a_stack_is_not_described_here_and_in_a_file_written_by_hand(project: Path) -> None:
    (project / "Pulumi.oslo.yaml").write_text((FOLDER / "single-session.yaml").read_text())
    first, hint = said(project, lambda _: None).splitlines()[1:]
    assert first == "  FLEET13 stacks.oslo: is described here and in Pulumi.oslo.yaml, which is written by hand"
    assert hint.startswith("    hint: remove the values here, so that Pulumi.oslo.yaml is used as it is; or ")


def test_a_problem_of_a_stacks_own_file_is_said_with_its_name(project: Path) -> None:
    text = (FOLDER / "single-session.yaml").read_text().replace("asn: 65002", "asn: 65000")
    (project / "Pulumi.lab.yaml").write_text(text)
    assert "AS01 Pulumi.lab.yaml: calico.asn, Pulumi.lab.yaml: routers.edge.asn: both" in said(project, lambda _: None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"stacks: [", "fleet.yaml: cannot be read: line 2, column 1: "),
        (b"\xff", "fleet.yaml: is not UTF-8: byte 1 is no text"),
        (b"- a\n", "stacks: is missing"),
    ],
)
def test_a_file_that_is_none_is_one_error(content: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_bytes(content)
    with pytest.raises(IntentError) as error:
        read(tmp_path / "fleet.yaml")
    assert expected in str(error.value)


def test_a_file_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(IntentError, match=r"cannot be read: No such file or directory"):
        read(tmp_path / "fleet.yaml")
