"""The router shares no code with the product, and no file of it is long."""

import ast
from pathlib import Path

import pytest

ROUTER = Path(__file__).parents[3] / "emulator"
FILES = sorted(ROUTER.rglob("*.py"))
PRODUCT = {
    "adopt",
    "apply",
    "cluster",
    "components",
    "errors",
    "model",
    "platforms",
    "preflight",
    "providers",
    "transport",
    "verify",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROUTER)))
def test_nothing_of_the_product_is_imported(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in imported} & PRODUCT == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROUTER)))
def test_no_file_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300
