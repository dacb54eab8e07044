"""The package's schema is the model's, and says of a stack's file what Pulumi's schema can say."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from package import schema
from package.network import KEYS
from tests.examples import FOLDER, STACKS, values_of

PROJECT = Path(__file__).parents[3]
SCHEMA: dict[str, Any] = json.loads(schema.text())
NETWORK = {"$ref": "#/types/bgp-coexist:components:Network"}
PYTHON_TYPES = {"string": str, "integer": int, "boolean": bool, "number": float}


def test_the_file_is_what_the_model_says() -> None:
    assert schema.package_schema() == SCHEMA, "python -m package.schema"


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["version"] == schema.VERSION


def test_only_the_values_of_metallbs_chart_have_no_type() -> None:
    types = {name.rpartition(":")[2]: entry["properties"] for name, entry in SCHEMA["types"].items()}
    untyped = [(name, key) for name, keys in types.items() for key, shape in keys.items() if "json#/Any" in str(shape)]
    assert untyped == [("MetalLb", "values")]


def misfits(value: Any, shape: dict[str, Any], path: str = "network") -> list[str]:
    """The places where a value does not have the form of the schema."""
    if reference := shape.get("$ref", "").removeprefix("#/types/"):
        return [] if reference.startswith("pulumi.json") else list(_of_object(value, SCHEMA["types"][reference], path))
    if "oneOf" in shape:
        each = [misfits(value, one, path) for one in shape["oneOf"]]
        return [] if [] in each else min(each, key=len)
    if shape["type"] == "array":
        return [found for i, one in enumerate(value) for found in misfits(one, shape["items"], f"{path}[{i}]")]
    if shape["type"] == "object":
        inner = shape["additionalProperties"]
        return [found for key, one in value.items() for found in misfits(one, inner, f"{path}.{key}")]
    return [] if isinstance(value, PYTHON_TYPES[shape["type"]]) else [path]


def _of_object(value: Any, entry: dict[str, Any], path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield path
        return
    yield from (f"{path}.{key}" for key in entry["required"] if key not in value)
    for key, one in value.items():
        known = entry["properties"].get(key)
        yield from misfits(one, known, f"{path}.{key}") if known else [f"{path}.{key}"]


@pytest.mark.parametrize("example", STACKS, ids=lambda example: example.stem)
def test_every_example_stack_is_a_network_of_the_schema(example: Path) -> None:
    network = {key: value for key, value in values_of(example).items() if key in KEYS}
    assert misfits(network, NETWORK) == []


def test_a_misspelt_key_and_a_wrong_type_are_none() -> None:
    network = values_of(FOLDER / "home-lab.yaml")
    network["routers"]["edge"] |= {"asn": "65000", "user": "pulumi"}
    assert misfits(network, NETWORK) == ["network.routers.edge.asn", "network.routers.edge.user"]


def test_both_example_programs_describe_the_home_lab() -> None:
    in_python = yaml.safe_load((FOLDER / "package" / "python" / "network.yaml").read_text())
    in_yaml = yaml.safe_load((FOLDER / "package" / "yaml" / "Pulumi.yaml").read_text())["variables"]["network"]
    assert in_python == in_yaml
    assert misfits(in_python, NETWORK) == []
