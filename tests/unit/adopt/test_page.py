"""The page that adopting prints is read back as what it was made of, by preflight and by the engine."""

from typing import Any

import pytest

from adopt.page import page
from model.stack_config import stack_config
from model.yaml_scalars import CORE, ENGINE

NAMES = ("1e3", "0o17", "0x1F", "yes", "64620:20", "2024-01-01", "007", "1_000", "7", "true", "null", "k8s-calico")


@pytest.mark.parametrize("reading", [CORE, ENGINE], ids=["preflight", "engine"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_looks_like_something_else_is_quoted(name: str, reading: Any) -> None:
    values = {"routers": {name: {"username": name, "vrfs": {name: {"rd": "65000:1"}}, "peers": [name]}}}
    text = page(values, about=[], left=[])
    read = stack_config(text, "bgp-coexist", reading)
    assert (read.value, read.problems) == (values, [])
