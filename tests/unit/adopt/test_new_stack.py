"""A new stack's file is another one's without what is encrypted there; comments and order stay, nothing is replaced."""

from pathlib import Path

import pytest

from adopt.new_stack import main
from tests.seed import PROJECT

TEXT = """\
# of the lab
config:
  # first the router
  bgp-coexist:routers:
    csr1000v: {host: 127.0.0.1}
  bgp-coexist:routerPassword:
    secure: v1:abc:def
  # then the nodes
  bgp-coexist:cluster:
    nodes: {master1: 10.0.0.1}
  bgp-coexist:bgpPassword: {secure: v1:abc:def}
encryptionsalt: v1:a=:v1:b:c==
"""
WITHOUT = """\
# of the lab
config:
  # first the router
  bgp-coexist:routers:
    csr1000v: {host: 127.0.0.1}
  # then the nodes
  bgp-coexist:cluster:
    nodes: {master1: 10.0.0.1}
"""


def run(
    folder: Path, capsys: pytest.CaptureFixture[str], *, text: str = TEXT, stack: str = "prod"
) -> tuple[int, str, str]:
    if text:
        (folder / "Pulumi.dev.yaml").write_text(text)
    code = main(["--stack", stack, "--from", "dev", "--project", str(folder)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_secrets_and_what_belongs_to_them_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, capsys) == (
        0,
        "Pulumi.prod.yaml is Pulumi.dev.yaml without its secrets (routerPassword, bgpPassword): describe your network "
        "in it, then set its secrets\n",
        "",
    )
    assert (tmp_path / "Pulumi.prod.yaml").read_text() == WITHOUT


def test_a_file_without_secrets_is_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, capsys, text=WITHOUT)[:2] == (
        0,
        "Pulumi.prod.yaml is Pulumi.dev.yaml: describe your network in it, then set its secrets\n",
    )
    assert (tmp_path / "Pulumi.prod.yaml").read_text() == WITHOUT


@pytest.mark.parametrize("name", ["dev", "frr", "staging"])
def test_of_the_labs_stacks_all_is_kept_but_password_and_salt(name: str, tmp_path: Path) -> None:
    text = (PROJECT / f"Pulumi.{name}.yaml").read_text()
    (tmp_path / f"Pulumi.{name}.yaml").write_text(text)
    assert main(["--stack", "prod", "--from", name, "--project", str(tmp_path)]) == 0
    kept = (tmp_path / "Pulumi.prod.yaml").read_text().splitlines()
    gone = [line.split(":")[0].strip() for line in text.splitlines() if line not in kept]
    assert gone == ["bgp-coexist", "secure", "encryptionsalt"]


@pytest.mark.parametrize(
    ("text", "stack", "said"),
    [
        (TEXT, "dev", "--stack: 'Pulumi.dev.yaml' is there already; nothing was written"),
        (TEXT, "a b", "--stack: 'a b' is no name of a stack: letters, digits, '-', '_' and '.'"),
        ("", "prod", "'{folder}/Pulumi.dev.yaml': No such file or directory"),
        (
            "config:\n  bgp-coexist:demo:\n    deep:\n      - secure: v1:abc\n",
            "prod",
            "bgp-coexist:demo: holds a secret within an object\n  hint: give secrets top-level keys of their own",
        ),
        ("config: [1]\n", "prod", "config is no mapping with a line for each key"),
        ("encryptionsalt: v1\n", "prod", "config is no mapping with a line for each key"),
        ("{config: {}}\n", "prod", "the file is no mapping with a line for each key"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    text: str, stack: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(tmp_path, capsys, text=text, stack=stack)
    assert (code, out, err) == (1, "", f"nothing was written: {said.format(folder=tmp_path)}\n")
    assert [file.name for file in tmp_path.iterdir()] == (["Pulumi.dev.yaml"] if text else [])
