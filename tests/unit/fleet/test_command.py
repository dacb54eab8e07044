"""The command line of fleets: each mistake is one clear error, before anything is touched."""

from pathlib import Path

import pytest

from fleet.__main__ import main
from tests.seed import PROJECT

EXAMPLE = str(PROJECT / "examples" / "fleets" / "company.yaml")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command changes into the project's folder."""
    monkeypatch.chdir(PROJECT)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["apply", EXAMPLE], "invalid choice: 'apply'"),
        (["verify", EXAMPLE, "--parallel", "0"], "'0': not a whole number from 1 to 64"),
        (["verify", EXAMPLE, "--html", "page.txt"], "'page.txt' does not end in .html"),
        (["verify", EXAMPLE, "--metrics", "nowhere/fleet.prom"], "'nowhere/fleet.prom': there is no folder "),
        (["verify", EXAMPLE, "--junit", "nowhere/fleet.xml"], "'nowhere/fleet.xml': there is no folder "),
        (["verify", EXAMPLE, "--project", "nowhere"], "'nowhere' is no folder"),
    ],
)
def test_a_wrong_argument_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_file_with_a_problem_ends_every_command_before_anything_is_begun(capsys: pytest.CaptureFixture[str]) -> None:
    """The stack `lab` of the example has no file in this project."""
    for command in ("preview", "up", "verify", "drift"):
        assert main([command, EXAMPLE]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(
            "company.yaml has 1 problem; nothing was touched\n  FLEET12 stacks.lab: has no values"
        )


def test_a_folder_without_a_project_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", EXAMPLE, "--project", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"--project: there is no Pulumi.yaml in {tmp_path}\n  hint: ")


def test_without_pulumi_it_is_said_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    (tmp_path / "Pulumi.lab.yaml").write_text((PROJECT / "examples" / "single-session.yaml").read_text())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["up", EXAMPLE, "--project", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        'there is no command `pulumi` in PATH\n  hint: in a clone of the project: eval "$(make -s env)"\n'
    )
    assert not (tmp_path / "Pulumi.oslo.yaml").exists()
