"""The folders depend on each other one way only, and the lab and the product know nothing of each other."""

import ast
import re
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
    "apply": {"errors", "platforms", "printable", "transport"},
    "providers": {"apply", "cluster", "errors", "model", "platforms", "transport"},
    "preflight": {"cluster", "errors", "model", "platforms"},
    "verify": {"cluster", "errors", "model", "platforms", "preflight", "printable", "transport"},
    "adopt": {"errors", "model", "platforms", "printable", "transport"},
    "components": {"cluster", "errors", "known_hosts", "model", "platforms", "preflight", "printable", "providers"},
    "__main__": {"components", "errors", "model"},
    "cli": set[str](),
    "toolchain": set[str](),
    "emulator": set[str](),
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
AT_THE_PROMPT = ("platforms/iosxe/", "emulator/", "lab/scenarios/ios_xe/")
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
