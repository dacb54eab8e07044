"""Random mistakes in a stack's file end in words, and what is taken can work; see tests/mutations.py for more."""

from pathlib import Path

from tests.mutations import judged, mutated, unworkable
from tests.seed import seed_stack

FILES = 200


def test_files_with_random_mistakes_are_refused_in_words_or_can_work(tmp_path: Path) -> None:
    found: dict[int, list[str]] = {}
    accepted = 0
    for number in range(FILES):
        taken, wrong = judged(mutated(number), tmp_path)
        found |= {number: wrong} if wrong else {}
        accepted += taken
    assert found == {}
    assert FILES / 10 < accepted < FILES / 2


def test_a_node_that_has_no_kubernetes_name_would_be_noticed() -> None:
    stack = seed_stack()
    nodes = {"k8s?": next(iter(stack.cluster.nodes.values()))}
    cluster = stack.cluster.model_copy(update={"nodes": nodes})
    assert unworkable(stack.model_copy(update={"cluster": cluster})) == ["name 'k8s?'"]


def test_a_host_that_cannot_be_dialled_would_be_noticed() -> None:
    stack = seed_stack()
    routers = {"csr1000v": stack.routers["csr1000v"].model_copy(update={"host": "a b"})}
    assert unworkable(stack.model_copy(update={"routers": routers})) == ["host 'a b'"]
