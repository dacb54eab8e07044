"""One command line for the project's programs: its help, its errors, and that it starts only what is asked for."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli import __main__ as cli
from preflight import __main__ as preflight

PROJECT = Path(__file__).parents[3]
EXAMPLES = "Examples, each after `bgp-coexist`; the others are like `verify --stack dev`:"
subcommands = pytest.mark.parametrize("name", cli.SUBCOMMANDS)


def run(*words: str, folder: Path = PROJECT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cli", *words]
    environment = {"PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_fits_on_a_screen(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([option]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


@subcommands
def test_the_help_has_one_sentence_and_one_example_of_each_subcommand(name: str) -> None:
    subcommand = cli.SUBCOMMANDS[name]
    assert re.fullmatch(r"[A-Z][^.]*\.", subcommand.about)
    lines = cli.screen().splitlines()
    assert f"  {name:<10} {subcommand.about}" in lines
    examples = [cell for line in lines[lines.index(EXAMPLES) + 1 :] for cell in re.split(" {2,}", line.strip())]
    assert (f"{name} {subcommand.example}" in examples) is (subcommand.example != cli.USUAL)


@subcommands
def test_a_subcommands_help_is_its_own_under_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = help_of(name, capsys)
    assert text.startswith(f"usage: bgp-coexist {name} [-h]")
    assert "python -m" not in text


@subcommands
def test_an_example_uses_arguments_that_the_subcommand_has(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = cli.SUBCOMMANDS[name].example.split()
    named = [word for word in words if word.startswith("--") or (len(words) == 1 and "@" not in word)]
    text = help_of(name, capsys)
    assert [word for word in named if word not in text] == []


def test_the_help_imports_none_of_the_programs() -> None:
    code = "import sys; from cli.__main__ import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    own = {path.name for path in PROJECT.iterdir() if (path / "__init__.py").exists()} - {"cli"}
    imported = {module.split(".")[0] for module in done.stdout.splitlines()[-1].split()}
    assert imported & {*own, "argparse", "pulumi", "pydantic"} == set()


def test_a_subcommand_does_not_import_the_others() -> None:
    code = "import sys; from cli.__main__ import main; code = main(['toolchain', 'path', 'x']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    others = {subcommand.module.split(".")[0] for subcommand in cli.SUBCOMMANDS.values()} - {"toolchain"}
    assert {module.split(".")[0] for module in done.stdout.split()} & {*others, "pydantic"} == set()


def test_without_a_subcommand_the_help_is_an_error() -> None:
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{cli.screen()}\n")


@pytest.mark.parametrize(
    ("word", "hint"), [("verfy", "verify"), ("new_stack", "new-stack"), ("up", "--help"), ("--stack", "--help")]
)
def test_an_unknown_subcommand_is_one_sentence_with_a_hint(word: str, hint: str) -> None:
    done = run(word, "--stack", "dev")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"bgp-coexist: '{word}' is not a subcommand\n  hint: bgp-coexist {hint}\n"


def test_a_wrong_argument_is_the_subcommands_own_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["verify", "--stock", "dev"])
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert printed.err.endswith("\nbgp-coexist verify: error: the following arguments are required: --stack\n")


def test_arguments_and_the_exit_code_are_the_subcommands_from_any_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Pulumi.a.yaml").write_text("config: {}\n")
    words = ["--stack", "a", "--project", str(tmp_path)]
    assert preflight.main(words) == 1
    plain = capsys.readouterr()
    done = run("preflight", *words, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, plain.out, plain.err)


def test_a_python_without_the_distributions_is_said_to_be_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "cli", "verify"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"bgp-coexist: this Python has no module '\w+'\n  hint: make setup\n", done.stderr)


def interrupted(folder: Path, *module: str) -> tuple[int, str, str]:
    """How a program ends that was interrupted while it waited for its input: exit code, output, errors."""
    os.mkfifo(folder / "running.cfg")
    with (
        subprocess.Popen(
            [sys.executable, "-m", *module, "10.0.0.254", "--from", str(folder / "running.cfg")],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell has what it runs in the background ignore the interrupt, these tests as well.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as program,
        (folder / "running.cfg").open("w"),  # waits until the program reads
    ):
        program.send_signal(signal.SIGINT)
        out, errors = program.communicate(timeout=20)
    return program.returncode, out, errors


def test_an_interrupt_ends_with_130_and_no_word(tmp_path: Path) -> None:
    assert interrupted(tmp_path, "cli", "adopt") == (130, "", "")


def test_an_interrupt_of_the_program_itself_ends_as_before(tmp_path: Path) -> None:
    assert interrupted(tmp_path, "adopt") == (2, "", "interrupted\n")


def test_an_interrupt_before_the_program_runs_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "import_module", interrupt)
    assert cli.main(["verify", "--stack", "dev"]) == 130
