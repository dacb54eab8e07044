"""An editor with the JSON Schema offers the model's keys, and marks what is none."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from model.frr_router import FrrVrf
from model.iosxe_router import IosXeVrf
from model.reference.schema import schema
from model.router import Vrf
from model.stack_file import document
from tests.check_cases import CHECK_CASES, PROJECT, CheckCase

# How a file is written as YAML is not for a schema to see.
CASES = [case for case in CHECK_CASES if "  YAML0" not in case.expected]
VALIDATOR = Draft202012Validator(schema())
# A schema compares no values with each other: that the host bits are 0 is for the model to see.
MODEL_ONLY = {"form-pool-with-host-bits"}


def marked(stack: str) -> list[str]:
    """The places an editor marks in the text of a stack's file."""
    found = VALIDATOR.iter_errors(document(stack).value)
    return sorted(".".join(map(str, error.absolute_path)) for error in found)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("stack", ["dev", "frr", "staging"])
def test_a_stack_of_the_project_names_the_schema_and_has_no_mark(stack: str) -> None:
    text = (PROJECT / f"Pulumi.{stack}.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=docs/schema/stack.json\n")
    assert marked(text) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_has_a_form_problem_is_marked_and_nothing_else(case: CheckCase) -> None:
    formal = any(line.startswith(("  FORM", "  KEY")) for line in case.expected.splitlines())
    assert bool(marked(case.stack)) == (formal and case.name not in MODEL_ONLY)


@pytest.mark.parametrize("name", ["form-short-interface-name", "form-name-that-linux-does-not-have"])
def test_a_mark_is_where_the_mistake_is(name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    assert marked(case.stack) == ["config.bgp-coexist:routers.csr1000v.vrfs.k8s-calico.interfaces"]


@pytest.mark.parametrize("vrf", [IosXeVrf, FrrVrf])
def test_a_vrf_is_offered_its_keys_with_their_meaning(vrf: type[Vrf]) -> None:
    offered: dict[str, Any] = schema()["$defs"][vrf.__name__]["properties"]
    assert {key: held["description"] for key, held in offered.items()} == {
        field.alias: field.description for field in vrf.model_fields.values()
    }


def test_every_key_says_what_it_means() -> None:
    tables = schema()["$defs"].values()
    assert [key for table in tables for key, held in table["properties"].items() if not held.get("description")] == []
