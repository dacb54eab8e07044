"""Where verification's intent and passwords come from."""

import io
import json
from pathlib import Path

import pytest

from errors import ClusterError, IntentError, LoginError
from preflight.stack_input import kubeconfig_file, router_password, stack_from_file, stack_from_input
from tests.seed import PROJECT, seed_stack, seed_values


def test_a_stacks_file_is_read_without_its_secrets() -> None:
    assert stack_from_file("dev", PROJECT) == seed_stack()


def test_the_second_stack_is_sound_too() -> None:
    assert list(stack_from_file("staging", PROJECT).routers) == ["edge1"]


def test_an_unknown_stack_is_told_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {}\n")
    with pytest.raises(IntentError) as caught:
        stack_from_file("nope", tmp_path)
    assert str(caught.value) == (
        "the command line has 1 problem; nothing was touched\n"
        f"  --stack: 'nope': there is no {tmp_path}/Pulumi.nope.yaml\n"
        "    hint: the stacks here are prod"
    )


def test_standard_input_has_a_heading_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("The configuration as JSON\n" + json.dumps(seed_values())))
    assert stack_from_input() == seed_stack()


def test_a_password_comes_from_the_environment_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", "first")
    assert router_password("csr1000v", "routerPassword", "dev", PROJECT) == "first"


def fake_pulumi(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi = folder / "pulumi"
    pulumi.write_text(f"#!/bin/sh\n{script}\n")
    pulumi.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.delenv("BGP_COEXIST_ROUTER_PASSWORD", raising=False)


def test_else_pulumi_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pulumi(tmp_path, 'echo "$*"', monkeypatch)
    asked = router_password("csr1000v", "routerPassword", "dev", tmp_path)
    assert asked == "config get routerPassword --stack dev --non-interactive"


def test_no_password_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pulumi(tmp_path, "echo 'error: incorrect passphrase' >&2; exit 255", monkeypatch)
    with pytest.raises(LoginError) as caught:
        router_password("csr1000v", "routerPassword", "dev", tmp_path)
    assert str(caught.value) == (
        "csr1000v: no password: BGP_COEXIST_ROUTER_PASSWORD is not set, "
        "and `pulumi config get routerPassword` failed: error: incorrect passphrase\n"
        "  hint: export BGP_COEXIST_ROUTER_PASSWORD, or the passphrase of the stack's secrets"
    )


def test_without_pulumi_the_error_says_how_to_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BGP_COEXIST_ROUTER_PASSWORD", raising=False)
    with pytest.raises(LoginError) as caught:
        router_password("csr1000v", "routerPassword", "dev", tmp_path)
    assert str(caught.value) == (
        "csr1000v: no password: BGP_COEXIST_ROUTER_PASSWORD is not set, "
        "and there is no pulumi on the PATH to ask for routerPassword\n"
        '  hint: export BGP_COEXIST_ROUTER_PASSWORD, or in a clone of the project: eval "$(make -s env)"'
    )


def test_a_missing_kubeconfig_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError) as caught:
        kubeconfig_file(seed_stack(), tmp_path)
    assert str(caught.value) == "cluster.kubeconfig: '.lab/kubeconfig': there is no such file"
