"""Which Python runs a program, what it is told, and which frames of an error a person sees."""

import json
import sys
from pathlib import Path

import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2

from toolchain.stand_ins.dynamic import python_for
from toolchain.stand_ins.interpreter import InterpreterError, interpreter
from toolchain.stand_ins.program import users_traceback
from toolchain.stand_ins.run import environment, settings
from toolchain.stand_ins.server import engine_address


def _info(folder: Path, **options: str) -> language_pb2.ProgramInfo:
    return language_pb2.ProgramInfo(root_directory=str(folder), options=ParseDict(options, Struct()))


@pytest.fixture
def python(tmp_path: Path) -> Path:
    path = tmp_path / ".venv" / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.symlink_to(sys.executable)
    return path


def test_the_virtual_environment_is_looked_for_beside_pulumi_yaml(python: Path, tmp_path: Path) -> None:
    assert interpreter(_info(tmp_path, virtualenv=".venv")) == str(python)


def test_a_virtual_environment_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError) as caught:
        interpreter(_info(tmp_path, virtualenv="venv"))
    assert str(caught.value) == (
        f"Pulumi.yaml: virtualenv '{tmp_path}/venv': there is no bin/python in it\nhint: make setup"
    )


def test_without_the_option_a_named_python_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_PYTHON_CMD", sys.executable)
    assert interpreter(_info(tmp_path)) == sys.executable


def test_dynamic_providers_run_in_the_same_environment(python: Path, tmp_path: Path) -> None:
    assert python_for({"PULUMI_RUNTIME_VIRTUALENV": ".venv"}, tmp_path) == str(python)
    assert python_for({"PULUMI_RUNTIME_VIRTUALENV": "nowhere"}, tmp_path) is None
    assert python_for({"PULUMI_PYTHON_CMD": sys.executable}, tmp_path) == sys.executable


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["127.0.0.1:4"], "127.0.0.1:4"),
        (["--logtostderr", "-v=9", "--tracing", "http://t", "127.0.0.1:4"], "127.0.0.1:4"),
        (["--tracing", "http://t"], ""),
        ([], ""),
    ],
)
def test_the_engines_address_is_the_last_plain_argument(arguments: list[str], address: str) -> None:
    assert engine_address(arguments) == address


def test_secrets_are_handed_over_in_the_environment_not_in_the_arguments(python: Path, tmp_path: Path) -> None:
    request = language_pb2.RunRequest(
        config={"a:password": "hunter2"}, configSecretKeys=["a:password"], info=_info(tmp_path)
    )
    assert "hunter2" not in settings(request, "127.0.0.1:4")
    added = environment(str(python), request)
    assert json.loads(added["PULUMI_CONFIG"]) == {"a:password": "hunter2"}
    assert json.loads(added["PULUMI_CONFIG_SECRET_KEYS"]) == ["a:password"]


def test_a_traceback_begins_in_the_users_program(tmp_path: Path) -> None:
    code = compile("def f():\n    raise ValueError('boom')\n", str(tmp_path / "__main__.py"), "exec")
    names: dict[str, object] = {}
    exec(code, names)
    with pytest.raises(ValueError, match="boom") as caught:
        names["f"]()  # type: ignore[operator]
    assert users_traceback(caught.value, str(tmp_path)).splitlines() == [
        "Traceback (most recent call last):",
        f'  File "{tmp_path}/__main__.py", line 2, in f',
        "ValueError: boom",
    ]
