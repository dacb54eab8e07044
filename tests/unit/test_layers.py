"""The folders depend on each other one way only, without circles, and the lab and the product not at all."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# folder: the project's own folders it may import
ALLOWED = {
    "printable": set[str](),
    "errors": {"printable"},
    "known_hosts": set[str](),
    "model": {"errors", "printable"},
    "transport": {"errors", "known_hosts", "model", "printable"},
    "platforms": {"errors", "model", "printable", "transport"},
    "cluster": {"errors", "model"},
    "picture": {"errors", "model", "platforms", "printable"},
    "apply": {"errors", "platforms", "printable", "transport"},
    "providers": {"apply", "cluster", "errors", "model", "platforms", "transport"},
    "preflight": {"cluster", "errors", "model", "platforms"},
    "verify": {"cluster", "errors", "model", "picture", "platforms", "preflight", "printable", "transport"},
    "drain": {"cluster", "errors", "model", "platforms", "preflight", "printable", "transport", "verify"},
    "exporter": {"drift", "errors", "model", "preflight", "printable", "verify"},
    "watch": {"errors", "preflight", "printable", "verify"},
    "fleet": {"apply", "drift", "errors", "model", "plan", "preflight", "printable", "verify"},
    "drift": {"apply", "cluster", "errors", "model", "platforms", "preflight", "printable", "transport"},
    "plan": {"errors", "preflight", "printable"},
    "adopt": {"errors", "model", "platforms", "preflight", "printable", "transport"},
    "components": {
        *("cluster", "errors", "known_hosts", "model", "picture", "platforms", "preflight", "printable", "providers")
    },
    "package": {"apply", "components", "errors", "model", "providers"},
    "__main__": {"components", "errors", "model"},
    "cli": set[str](),
    "policy": set[str](),
    "toolchain": set[str](),
    "emulator": set[str](),
    "lab": {"toolchain"},
    "bench": {"apply", "model", "platforms", "preflight", "toolchain", "transport"},
}


def sources(folder: str) -> list[Path]:
    single = PROJECT / f"{folder}.py"
    return [single] if single.exists() else sorted((PROJECT / folder).rglob("*.py"))


@cache
def imports(source: Path) -> frozenset[tuple[str, str]]:
    """Every module that a file imports, wherever in the file, and what it imports from it, if that is a name."""
    nodes = list(ast.walk(ast.parse(source.read_text())))
    plain = {(alias.name, "") for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {
        (node.module or "", alias.name) for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return frozenset(plain | named)


def imported(source: Path) -> set[str]:
    """The first name of every module a file imports."""
    return {module.split(".")[0] for module, _ in imports(source)}


@pytest.mark.parametrize("folder", ALLOWED)
def test_a_folder_imports_only_what_lies_below_it(folder: str) -> None:
    own = {folder, *ALLOWED[folder]}
    files = sources(folder)
    assert files, f"{folder} has no source: the table above is out of date"
    strays = {(str(file.relative_to(PROJECT)), name) for file in files for name in imported(file) & set(ALLOWED) - own}
    assert strays == set()


def module_name(source: Path) -> str:
    parts = source.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_within(folder: str) -> dict[str, set[str]]:
    """Return each module of a folder with the modules of the folder that it imports, also under TYPE_CHECKING."""
    files = {module_name(source): source for source in sources(folder)}
    found: dict[str, set[str]] = {}
    for name, source in files.items():
        members = {f"{base}.{member}" if f"{base}.{member}" in files else base for base, member in imports(source)}
        found[name] = members & files.keys() - {name}
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


@pytest.mark.parametrize("folder", [name for name in ALLOWED if (PROJECT / name).is_dir()])
def test_no_modules_import_each_other_in_a_circle(folder: str) -> None:
    assert circles(folder) == set()


def test_no_file_of_the_emulator_is_longer_than_three_hundred_lines() -> None:
    lengths = {str(file.relative_to(PROJECT)): len(file.read_text().splitlines()) for file in sources("emulator")}
    assert {file: length for file, length in lengths.items() if length > 300} == {}


def test_no_platform_knows_another() -> None:
    folders = [folder for folder in (PROJECT / "platforms").iterdir() if folder.is_dir()]
    files = [(folder.name, file) for folder in folders for file in folder.rglob("*.py")]
    names = {folder.name for folder in folders}
    known = {(own, name) for own, file in files for name in re.findall(r"platforms\.(\w+)", file.read_text())}
    assert {(own, name) for own, name in known if own != name and name in names} == set()


def test_only_transport_knows_paramiko() -> None:
    product = [name for name in ALLOWED if name not in ("emulator", "lab", "toolchain", "transport", "platforms")]
    users = {str(f.relative_to(PROJECT)) for name in product for f in sources(name) if "paramiko" in imported(f)}
    assert users == set()


def test_the_picture_of_the_architecture_shows_the_same_arrows() -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text()
    drawn = re.findall(r"^    (\w+) --> (\w+)$", page, re.MULTILINE)
    files = {name for name in ALLOWED if (PROJECT / f"{name}.py").exists()} - {"__main__"}
    folders = {name: below - files for name, below in ALLOWED.items() if name not in files}
    assert sorted(drawn) == sorted((name, other) for name, below in folders.items() for other in below)
    rows = dict(re.findall(r"^\| `(\w+)\.py` \| [^|]* \| (.*) \|$", page, re.MULTILINE))
    users = {name: ", ".join(f"`{user}`" for user in sorted(ALLOWED) if name in ALLOWED[user]) for name in files}
    assert rows == users


@pytest.mark.parametrize("folder", ["model", "platforms", "cluster", "apply"])
def test_the_pure_folders_do_not_know_pulumi(folder: str) -> None:
    protocol = {"pulumi", "grpc", "google"}
    assert {str(f.relative_to(PROJECT)) for f in sources(folder) if protocol & imported(f)} == set()


# What only somebody who types at IOS's prompt writes.
IOS_WORDS = (
    "ip vrf",
    "vrf definition",
    "configure terminal",
    "configure confirm",
    "% Invalid",
    "write memory",
    "show running",
    "show ip ",
    "show archive",
    "bgp vpnv4",
    "router bgp",
    "address-family ipv4",
    "terminal length",
)
# The values of the key `vrfSyntax` are these words.
KEPT = {("model/iosxe_router.py", "ip vrf"), ("model/iosxe_router.py", "vrf definition")}
# The lab's scenarios type at the prompt themselves: they share no code with the program.
# The measurements compare with what a person or another tool types.
AT_THE_PROMPT = ("platforms/iosxe/", "emulator/", "lab/scenarios/ios_xe/", "bench/")
# FRR's command line has words of IOS's.
LIKE_IOS = ("platforms/frr/", "lab/scenarios/frr/")


def test_ios_has_one_home_in_the_program() -> None:
    files = {str(file.relative_to(PROJECT)): file.read_text() for name in ALLOWED for file in sources(name)}
    elsewhere = {path: text for path, text in files.items() if not path.startswith((*AT_THE_PROMPT, *LIKE_IOS))}
    assert {(path, word) for path, text in elsewhere.items() for word in IOS_WORDS if word in text} == KEPT


@pytest.mark.parametrize(("platform", "other"), [("iosxe", "frr"), ("frr", "iosxe")])
def test_no_platform_imports_another_one(platform: str, other: str) -> None:
    texts = {file: file.read_text() for file in (PROJECT / "platforms" / platform).rglob("*.py")}
    assert [file for file, text in texts.items() if f"platforms.{other}" in text] == []
