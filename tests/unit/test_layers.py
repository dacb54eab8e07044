"""The folders depend on each other one way only, and the lab and the product know nothing of each other."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# folder: the project's own folders it may import
ALLOWED = {
    "errors": set[str](),
    "text_blocks": set[str](),
    "model": {"errors"},
    "render": {"errors", "model", "text_blocks"},
    "transport": {"errors", "model", "text_blocks"},
    "live": {"errors", "model", "render"},
    "providers": {"errors", "live", "model", "render", "transport"},
    "verify": {"errors", "live", "model", "render", "transport"},
    "adopt": {"errors", "model", "render", "transport"},
    "components": {"errors", "live", "model", "render", "providers"},
    "__main__": {"errors", "model", "components"},
    "toolchain": set[str](),
    "lab": {"toolchain"},
}


def sources(folder: str) -> list[Path]:
    single = PROJECT / f"{folder}.py"
    return [single] if single.exists() else sorted((PROJECT / folder).rglob("*.py"))


def imported(source: Path) -> set[str]:
    """The first name of every module a file imports, wherever in the file."""
    nodes = list(ast.walk(ast.parse(source.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | from_names}


@pytest.mark.parametrize("folder", ALLOWED)
def test_a_folder_imports_only_what_lies_below_it(folder: str) -> None:
    own = {folder, *ALLOWED[folder]}
    files = sources(folder)
    assert files, f"{folder} has no source: the table above is out of date"
    strays = {(str(file.relative_to(PROJECT)), name) for file in files for name in imported(file) & set(ALLOWED) - own}
    assert strays == set()


def test_only_transport_knows_paramiko() -> None:
    product = [name for name in ALLOWED if name not in ("lab", "toolchain", "transport")]
    users = {str(f.relative_to(PROJECT)) for name in product for f in sources(name) if "paramiko" in imported(f)}
    assert users == set()


@pytest.mark.parametrize("folder", ["model", "render"])
def test_the_pure_folders_do_not_know_pulumi(folder: str) -> None:
    assert {str(f.relative_to(PROJECT)) for f in sources(folder) if "pulumi" in imported(f)} == set()
