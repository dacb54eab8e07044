"""`bgp-coexist picture`: what it writes where, and its errors."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from picture.mermaid import mermaid
from picture.network import network_of
from tests.parts import needs
from tests.seed import seed_stack
from tests.unit.picture.conftest import dot_on_path
from verify.picture import main

__all__ = ["dot_on_path"]


def test_mermaids_text_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stack", "dev", "--mermaid"]) == 0
    assert capsys.readouterr() == (mermaid(network_of(seed_stack())), "")


@needs("dot")
def test_the_svg_is_written_and_nothing_is_printed(
    dot_on_path: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--stack", "dev", "--output", str(tmp_path / "dev.svg")]) == 0
    assert capsys.readouterr() == ("", "")
    picture = ElementTree.parse(tmp_path / "dev.svg").getroot()
    assert picture.get("aria-label") == "Network of stack dev: 1 router, 4 nodes"


def test_an_unknown_stack_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stack", "nowhere"]) == 1
    assert "hint: the stacks here are dev, frr, staging" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stack", "dev", "--mermaid", "--output", str(tmp_path)]) == 1
    assert capsys.readouterr() == ("", f"--output: '{tmp_path}' cannot be written: Is a directory\n")


def test_without_graphviz_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["--stack", "dev", "--output", str(tmp_path / "dev.svg")]) == 1
    assert capsys.readouterr().err.startswith("picture: Graphviz's program 'dot' is not on PATH\n")
    assert list(tmp_path.iterdir()) == []
