"""The locks: for every `requirements*.in` a `.txt` with exact versions and the hashes of all their files.

The hashes are the package index's, for every processor and every Python from 3.11 on; pip refuses any other file.
"""

from pathlib import Path

from toolchain import places
from toolchain.package import Package
from toolchain.ways import virtualenv
from toolchain.ways.work import Work

# In this order: a later one is resolved to the versions of the earlier one that it names with `-c`.
SOURCES = (
    "requirements.in",
    "requirements-dev.in",
    "toolchain/python/requirements-stand-ins.in",
    "toolchain/python/requirements-tools.in",
    "policy/requirements.in",
    "tests/clients/requirements-ansible.in",
    "tests/clients/requirements-napalm.in",
    "tests/clients/requirements-netmiko.in",
    "tests/clients/requirements-scrapli.in",
)
TOOLS = "toolchain/python/requirements-tools.txt"


def lock_of(source: str) -> str:
    """The path of a source's lock."""
    return source.removesuffix(".in") + ".txt"


def write_locks(upgrade: bool = False) -> list[str]:
    """Write the locks that do not match their sources; matching versions stay, unless `upgrade`.

    Returns:
        The locks that changed, as paths in the repository.

    Raises:
        ToolchainError: the package index does not answer, or has no such versions.
    """
    before = {source: _content(lock_of(source)) for source in SOURCES}
    uv = tool("uv")
    work = Work(Package("lock", "1", "engine", (), {}, {}), places.REPOSITORY, places.REPOSITORY)
    for source in SOURCES:
        command = [str(uv), *arguments(source, upgrade)]
        work.run(command, f"writing {lock_of(source)}", cwd=places.REPOSITORY)
        file = places.REPOSITORY / lock_of(source)
        file.write_text(options_in_order(file.read_text()))
    return [lock_of(source) for source in SOURCES if _content(lock_of(source)) != before[source]]


def tool(name: str) -> Path:
    """A program of the locked tools; creates their environment if it is missing.

    Raises:
        ToolchainError: pip failed, or got a file whose hash the lock does not have.
    """
    return virtualenv.for_lock("tools", places.REPOSITORY / TOOLS).with_name(name)


def arguments(source: str, upgrade: bool) -> list[str]:
    """The arguments of uv for one lock, in the repository's folder."""
    resolve = [
        "--no-config",
        "--universal",
        "--annotation-style",
        "line",
        "--python-version",
        "3.11",
        "--no-strip-extras",
    ]
    # Only wheels: a source distribution would be built with the index's current build tools.
    files = ["--generate-hashes", "--only-binary", ":all:", "--emit-build-options"]
    output = ["--custom-compile-command", "make lock", "--quiet", "--output-file", lock_of(source), source]
    return ["pip", "compile", *resolve, *files, *(["--upgrade"] if upgrade else []), *output]


def options_in_order(lock: str) -> str:
    """The lock with `--only-binary :all:` before its exceptions: pip ignores exceptions before it."""
    lines = lock.splitlines(keepends=True)
    everything = [line for line in lines if line == "--only-binary :all:\n"]
    exceptions = [line for line in lines if line.startswith("--no-binary ")]
    rest = [line for line in lines if line not in [*everything, *exceptions]]
    begin = next((number for number, line in enumerate(rest) if not line.startswith("#")), 0)
    return "".join([*rest[:begin], *everything, *exceptions, *rest[begin:]])


def _content(path: str) -> str:
    file = places.REPOSITORY / path
    return file.read_text() if file.exists() else ""


def locks() -> list[Path]:
    """The paths of all locks on this machine."""
    return [places.REPOSITORY / lock_of(source) for source in SOURCES]
