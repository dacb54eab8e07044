"""Random mistakes in a stack's file end in words, and what is taken can work; see tests/mutations.py for more."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.mutations import judged, mutated, unworkable
from tests.seed import seed_stack

FILES = max(2 * settings().max_examples, 60)  # 200 in `make test`


def test_files_with_random_mistakes_are_refused_in_words_or_can_work(tmp_path: Path) -> None:
    found: dict[int, list[str]] = {}
    accepted = 0
    for number in range(FILES):
        taken, wrong = judged(mutated(number), tmp_path)
        found |= {number: wrong} if wrong else {}
        accepted += taken
    assert found == {}
    assert FILES / 10 < accepted < FILES / 2


def test_a_host_that_cannot_be_dialled_would_be_noticed() -> None:
    stack = seed_stack()
    routers = {"csr1000v": stack.routers["csr1000v"].model_copy(update={"host": "a b"})}
    assert unworkable(stack.model_copy(update={"routers": routers})) == ["host 'a b'"]


@pytest.mark.parametrize("name", ["", "a\nb", "\u202eabc", "--"])
def test_a_router_whose_name_cannot_work_would_be_noticed(name: str) -> None:
    stack = seed_stack()
    renamed = stack.model_copy(update={"routers": {name: stack.routers["csr1000v"]}})
    assert f"router {name!r}" in unworkable(renamed)


def test_a_file_of_known_hosts_that_is_a_tab_would_be_noticed() -> None:
    stack = seed_stack()
    routers = {"csr1000v": stack.routers["csr1000v"].model_copy(update={"known_hosts": "\t"})}
    assert unworkable(stack.model_copy(update={"routers": routers})) == ["file '\\t'"]


@pytest.mark.parametrize("name", ["", "k8s?", "é", "a" * 300, "a" * 64 + ".b", "a..b", "a.-b"])
def test_a_node_with_any_name_that_cannot_work_would_be_noticed(name: str) -> None:
    stack = seed_stack()
    nodes = {name: next(iter(stack.cluster.nodes.values()))}
    spoilt = stack.model_copy(update={"cluster": stack.cluster.model_copy(update={"nodes": nodes})})
    assert f"name {name!r}" in unworkable(spoilt)
