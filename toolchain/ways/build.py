"""Build from Go modules whose checksums are in this folder's `go/<package>/go.sum`."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from toolchain import places
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways.work import Work

# GOFLAGS, GOPROXY and GOSUMDB stay the user's; a go.work in a parent folder must not apply.
ENVIRONMENT = {"CGO_ENABLED": "0", "GOWORK": "off"}


def install(work: Work) -> bool:
    """Build the package's programs and copy its other files from the module."""
    recipe = work.package.table["go"]
    source = work.scratch / "source"
    shutil.copytree(places.TOOLCHAIN / "go" / work.package.name, source)
    check(work.package)
    if "module" in recipe:
        _take_from_module(work, recipe, source)
    for target, package in recipe["programs"].items():
        _build(work, source, work.into / target, package)
    for target, names in recipe.get("links", {}).items():
        for name in names:
            (work.into / name).symlink_to(target)
    return True


def check(package: Package) -> None:
    """Check that there is a Go that accepts the go.mod of the package's folder.

    Raises:
        ToolchainError: there is none, or it is too old and must not fetch a newer one.
    """
    source = places.TOOLCHAIN / "go" / package.name
    hint = f"install Go {newest_go()} or newer from https://go.dev/dl/ and put it on PATH"
    if not shutil.which("go"):
        raise ToolchainError(f"{package.title}: Go is missing: it builds what cannot be downloaded", hint)
    answer = subprocess.run(["go", "version"], cwd=source, capture_output=True, text=True)
    if answer.returncode:
        raise ToolchainError(f"{package.title}: Go is too old: {answer.stderr.strip().splitlines()[-1]}", hint)


def newest_go() -> str:
    """The newest version of Go in the go.mod files."""
    files = (places.TOOLCHAIN / "go").glob("*/go.mod")
    versions: list[str] = [word for file in files for word in re.findall(r"^go (\S+)$", file.read_text(), re.MULTILINE)]
    return max(versions, key=lambda version: [int(number) for number in version.split(".")])


def _build(work: Work, source: Path, target: Path, package: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    link = f"-s -w {work.package.fill(work.package.table['go'].get('link', ''))}".strip()
    # The linker leaves out what debuggers read (-s -w), and the compiler need not write it: a twelfth of its time.
    command = ["go", "build", "-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", link, "-o", str(target), package]
    work.run(command, "building from Go modules", cwd=source, env=ENVIRONMENT)


def _take_from_module(work: Work, recipe: dict[str, Any], source: Path) -> None:
    command = ["go", "list", "-m", "-f", "{{.Dir}}", recipe["module"]]
    work.run(["go", "mod", "download", recipe["module"]], "downloading the Go module", cwd=source, env=ENVIRONMENT)
    module = Path(work.run(command, "finding the Go module", cwd=source, env=ENVIRONMENT).strip())
    for target, origin in recipe.get("embed", {}).items():
        version = work.package.version if target == recipe["embed_version_in"] else None
        (source / target).write_text(_minified(module / origin, version))
    for target, origin in recipe.get("copy", {}).items():
        _copy_writable(module / origin, work.into / target)
    for edit in recipe.get("edits", ()):
        _edit(work.package, work.into / edit["file"], edit["pattern"], edit["replacement"])
    if cuts := recipe.get("cuts"):
        _cut(work, recipe["module"], module, source, cuts)


def _cut(work: Work, name: str, module: Path, source: Path, cuts: list[dict[str, str]]) -> None:
    """Have the programs built from a copy of a module without what the lab never calls, and what only that imports."""
    copy = source / "module"
    _copy_writable(module, copy)
    for edit in cuts:
        _edit(work.package, copy / edit["file"], edit["pattern"], edit["replacement"])
    command = ["go", "mod", "edit", f"-replace={name}=./{copy.name}"]
    work.run(command, "taking the copy of the Go module", cwd=source, env=ENVIRONMENT)


def _minified(file: Path, version: str | None) -> str:
    content = json.loads(file.read_text())
    if version is not None:
        content["version"] = version
    return json.dumps(content, separators=(",", ":"))


def _copy_writable(origin: Path, target: Path) -> None:
    """Copy a folder of the read-only module cache; the copy is writable, so that it can be removed."""
    shutil.copytree(origin, target, copy_function=shutil.copyfile)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)


def _edit(package: Package, file: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, file.read_text())
    if not count:
        raise ToolchainError(f"{package.title}: {file.name}: nothing matches '{pattern}': the module has changed")
    file.write_text(text)
