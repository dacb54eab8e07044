"""The emulator imports nothing of the product, has no circular imports, and its files are short."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
ROUTER = PROJECT / "emulator"
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
FOLDERS_WITHOUT_CIRCLES = sorted(PRODUCT - {"errors"} | {"emulator", "lab", "toolchain"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROUTER)))
def test_nothing_of_the_product_is_imported(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in imported} & PRODUCT == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROUTER)))
def test_no_file_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def module_name(source: Path) -> str:
    parts = source.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_within(folder: str) -> dict[str, set[str]]:
    """Return each module of a folder with the modules of the folder that it imports, also under TYPE_CHECKING."""
    sources = {module_name(source): source for source in sorted((PROJECT / folder).rglob("*.py"))}
    found: dict[str, set[str]] = {}
    for name, source in sources.items():
        nodes = list(ast.walk(ast.parse(source.read_text())))
        plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        pairs = [(n.module or "", a.name) for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names]
        members = {f"{base}.{member}" if f"{base}.{member}" in sources else base for base, member in pairs}
        found[name] = (plain | members) & sources.keys() - {name}
    return found


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    """Return the modules that a module imports, directly or indirectly."""
    seen, waiting = set[str](), [start]
    while waiting:
        new = graph[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


def circles(folder: str) -> set[frozenset[str]]:
    """Return the strongly connected components with more than one module."""
    graph = imports_within(folder)
    reached = {name: reachable(graph, name) for name in graph}
    components = {frozenset({name, *(o for o in reached[name] if name in reached[o])}) for name in graph}
    return {component for component in components if len(component) > 1}


@pytest.mark.parametrize("folder", FOLDERS_WITHOUT_CIRCLES)
def test_no_modules_import_each_other_in_a_circle(folder: str) -> None:
    assert circles(folder) == set()
