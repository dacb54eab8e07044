"""The file of a stack that a fleet file describes: what is written, what stays, and what is left to its owner."""

from pathlib import Path

import pytest
import yaml

from errors import IntentError
from fleet.stack_files import MARK, file_problems, write

SALT = "encryptionsalt: v1:abc=:v1:def:ghi==\n"
VALUES = {"topology": "calico-only", "calico": {"asn": 65002}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    return tmp_path


def file(project: Path, text: str | None = None) -> Path:
    path = project / "Pulumi.west.yaml"
    if text is not None:
        path.write_text(text)
    return path


def test_it_has_the_values_by_pulumis_keys_and_no_default_provider_of_kubernetes(project: Path) -> None:
    write("west", VALUES, project)
    text = file(project).read_text()
    assert text.startswith(MARK)
    assert yaml.safe_load(text) == {
        "config": {
            "pulumi:disable-default-providers": ["kubernetes"],
            "bgp-coexist:topology": "calico-only",
            "bgp-coexist:calico": {"asn": 65002},
        }
    }


def test_secrets_their_salt_and_keys_of_others_stay_and_values_of_ours_do_not(project: Path) -> None:
    secret, others = {"secure": "v1:x"}, {"kubernetes:context": "west", "aws:region": "eu-1"}
    config = {"bgp-coexist:routerPassword": secret, "bgp-coexist:demo": {"enabled": True}, **others}
    file(project, MARK + yaml.safe_dump({"config": config}) + SALT)
    write("west", VALUES, project)
    found = yaml.safe_load(file(project).read_text())
    assert found["encryptionsalt"] == "v1:abc=:v1:def:ghi=="
    assert found["config"]["bgp-coexist:routerPassword"] == secret
    assert found["config"].items() >= others.items()
    assert "bgp-coexist:demo" not in found["config"]


def test_a_file_that_is_as_it_should_be_is_not_written_again(project: Path) -> None:
    write("west", VALUES, project)
    before = file(project).stat().st_ino
    write("west", VALUES, project)
    assert file(project).stat().st_ino == before
    assert [path.name for path in project.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        SALT,
        "config:\n" + SALT,
        "config: {bgp-coexist:routerPassword: {secure: v1:x}, aws:region: eu-1}\n" + SALT,
        MARK + "config: {bgp-coexist:topology: two-vrf}\n",
    ],
    ids=["none", "empty", "after stack init", "no values", "secrets alone", "written by a fleet"],
)
def test_a_file_without_values_by_hand_is_taken_over(text: str | None, project: Path) -> None:
    file(project, text)
    assert file_problems("west", project) == []
    write("west", VALUES, project)
    assert ("encryptionsalt" in file(project).read_text()) is bool(text and SALT in text)


def test_a_file_written_by_hand_is_a_problem(project: Path) -> None:
    file(project, "config: {bgp-coexist:topology: two-vrf}\n")
    assert [problem.code for problem in file_problems("west", project)] == ["FLEET13"]


@pytest.mark.parametrize("text", ["config: [", "- a\n", "config: 1\n", MARK + "config: {a: b\n"])
def test_a_file_that_cannot_be_read_is_one_error(text: str, project: Path) -> None:
    file(project, text)
    with pytest.raises(IntentError, match=r"YAML01 Pulumi\.west\.yaml: cannot be read: "):
        file_problems("west", project)
