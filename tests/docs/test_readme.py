"""Every command of the README, in order, in one shell, as a reader types them; and what it says they print."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.docs.readme import blocks, shown
from tests.engine import PROJECT, Engine

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(900)]

# Of the blocks only this one is left out: it is what runs these tests.
COMMANDS = [block for block in blocks("sh") if block != "make test\n"]
CLEANING = next(index for index, block in enumerate(COMMANDS) if "destroy" in block)
DONE = "--- the block has ended ---"


class Shell:
    """One bash, alive over all blocks; a command that fails ends it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "block.sh"
        self._bash = subprocess.Popen(
            ["bash", "-e"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, block: str) -> str:
        """What the commands of a block print; each of them ends with 0."""
        assert self._bash.stdin
        assert self._bash.stdout
        assert self._bash.poll() is None, "a block before this one has failed"
        self._file.write_text(block)
        self._bash.stdin.write(f". '{self._file}' </dev/null; echo '{DONE}'\n")
        self._bash.stdin.flush()
        printed: list[str] = []
        for line in self._bash.stdout:
            if line.rstrip("\n").endswith(DONE):
                return "".join(printed)
            printed.append(line)
        raise AssertionError(f"ended with {self._bash.wait()} in\n{block}\n" + "".join(printed))

    def close(self) -> None:
        """The shell is gone."""
        self._bash.communicate()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = Shell(tmp_path_factory.mktemp("readme"))
    yield shell
    shell.close()
    subprocess.run(["make", "-s", "lab-down"], cwd=PROJECT, check=True)
    # The README ends on its second stack, which has never been applied.
    engine = Engine(PROJECT / ".state", "staging", init=False)
    engine.run("stack", "rm", "staging", "--yes", "--preserve-config", stacked=False)
    engine.run("stack", "select", "dev", stacked=False)


def title(block: str) -> str:
    return block.splitlines()[0]


def without_chance(text: str) -> list[str]:
    """The lines of a table of checks, without the names of pods and how often each answered."""
    lines = [line for line in text.splitlines() if line.startswith("ok  ")]
    return [re.sub(r" nginx-[\w-]+ \d+,?", "", line) for line in lines]


@pytest.mark.parametrize("block", COMMANDS[:CLEANING], ids=title)
def test_commands_before_cleaning_up(shell: Shell, block: str) -> None:
    printed = shell.run(block)
    assert "Traceback" not in printed
    if block == "make demo\n":
        assert without_chance(printed) == without_chance(shown("sessions Established"))


def test_the_preview_of_three_changes_is_as_shown(shell: Shell, tmp_path: Path) -> None:
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())
    vrfs = config["config"]["bgp-coexist:routers"]["csr1000v"]["vrfs"]
    vrfs["k8s-calico"]["neighbors"]["remoteAs"] = {"worker3": 65012}
    vrfs["k8s-metallb"]["export"] = ["65000:1", "65000:11"]
    config["config"]["bgp-coexist:metallb"]["pools"]["default"].append("10.100.1.0/24")
    (tmp_path / "Pulumi.dev.yaml").write_text(yaml.safe_dump(config))
    preview = Engine(PROJECT / ".state", init=False, config=tmp_path / "Pulumi.dev.yaml").run("preview", "--diff").ok()
    excerpts = resources(shown("IPAddressPool: (update)"))
    assert len(excerpts) == 3
    for excerpt in excerpts:
        assert any(holds(full, excerpt) for full in resources(preview.text)), "\n".join([*excerpt, "", preview.text])


@pytest.mark.parametrize("block", COMMANDS[CLEANING:], ids=title)
def test_commands_from_cleaning_up_on(shell: Shell, block: str) -> None:
    assert "Traceback" not in shell.run(block)


def resources(preview: str) -> list[list[str]]:
    """The lines of each resource of a preview, without indents; independent ones come in any order."""
    parts = re.split(r"(?m)^(?= *[-+~]+ [\w:./-]+: \()", preview)
    return [[line.strip() for line in part.splitlines() if line.strip()] for part in parts if part.strip()]


def holds(full: list[str], excerpt: list[str]) -> bool:
    """Whether the excerpt's lines are among the full ones, in their order."""
    left = iter(full)
    return all(line in left for line in excerpt)
