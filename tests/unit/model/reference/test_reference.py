"""What is made from the model is in step with it: two pages, the JSON Schema, Pulumi.yaml's own schema."""

import pytest
import yaml

from model.reference.__main__ import PROJECT, files
from model.stack import Stack


@pytest.mark.parametrize("path", files())
def test_a_file_made_from_the_model_is_in_step(path: str) -> None:
    assert (PROJECT / path).read_text() == files()[path], "make docs writes it anew"


def test_pulumis_own_schema_has_the_models_keys() -> None:
    declared = yaml.safe_load((PROJECT / "Pulumi.yaml").read_text())["config"]
    objects: dict[str, dict[str, object]] = {
        name: {"type": "object", "description": key.description} | ({} if key.is_required() else {"default": {}})
        for name, key in Stack.model_fields.items()
    }
    texts = {
        name: {**objects[name], "type": "string", "default": Stack.model_fields[name].default}
        for name in ("topology", "rollout")
    }
    assert declared == objects | texts


@pytest.mark.parametrize("name", ["dev", "frr"])
def test_the_stacks_of_the_lab_are_short(name: str) -> None:
    assert len((PROJECT / f"Pulumi.{name}.yaml").read_text().splitlines()) < 60
