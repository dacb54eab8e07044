"""The language host's stand-in over its protocol: programs run, fail, and are ended."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from tests.eventually import eventually
from tests.stand_in_process import TinyEngine, started, tiny_engine


@pytest.fixture
def engine() -> Iterator[TinyEngine]:
    with tiny_engine() as running:
        yield running


@pytest.fixture
def language(engine: TinyEngine) -> Iterator[language_pb2_grpc.LanguageRuntimeStub]:
    with started("language", engine.address) as address, grpc.insecure_channel(address) as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel)


def _info(folder: Path, **options: str) -> language_pb2.ProgramInfo:
    return language_pb2.ProgramInfo(
        root_directory=str(folder),
        program_directory=str(folder),
        entry_point=".",
        options=ParseDict(options or {"virtualenv": str(Path(sys.prefix))}, Struct()),
    )


def _request(folder: Path, monitor: str, program: str) -> language_pb2.RunRequest:
    (folder / "__main__.py").write_text(program)
    return language_pb2.RunRequest(
        info=_info(folder), pwd=str(folder), project="p", stack="s", parallel=4, monitor_address=monitor
    )


def test_the_host_says_that_it_is_a_stand_in(language: Any, tmp_path: Path) -> None:
    assert language.GetPluginInfo(Empty()).version.endswith("+stand-in")
    about = language.About(language_pb2.AboutRequest(info=_info(tmp_path)))
    assert about.executable == str(Path(sys.prefix) / "bin" / "python")
    assert about.version == ".".join(map(str, sys.version_info[:3]))
    assert about.metadata["note"].startswith("stand-in language host of this project")


def test_the_host_asks_for_no_packages(language: Any) -> None:
    assert not language.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest()).packages
    assert not language.GetRequiredPlugins(language_pb2.GetRequiredPluginsRequest()).plugins


def test_an_engine_may_attach(language: Any) -> None:
    language.Handshake(language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:2"))


def test_dependencies_are_those_of_the_programs_environment(language: Any, tmp_path: Path) -> None:
    request = language_pb2.GetProgramDependenciesRequest(info=_info(tmp_path), transitiveDependencies=True)
    names = {one.name for one in language.GetProgramDependencies(request).dependencies}
    assert "pulumi" in names


def test_a_program_runs_to_its_end(language: Any, engine: TinyEngine, tmp_path: Path) -> None:
    program = f"import pulumi\nopen({str(tmp_path / 'stack')!r}, 'w').write(pulumi.get_stack())\n"
    answer = language.Run(_request(tmp_path, engine.address, program))
    assert (answer.error, answer.bail) == ("", False)
    assert (tmp_path / "stack").read_text() == "s"


def test_a_program_that_ends_with_a_code_of_its_own_is_an_error(
    language: Any, engine: TinyEngine, tmp_path: Path
) -> None:
    answer = language.Run(_request(tmp_path, engine.address, "import os\nos._exit(7)\n"))
    assert (answer.error, answer.bail) == ("the program ended with exit code 7", False)


def test_an_error_on_purpose_is_shown_without_a_traceback(language: Any, engine: TinyEngine, tmp_path: Path) -> None:
    answer = language.Run(_request(tmp_path, engine.address, "import pulumi\nraise pulumi.RunError('no such VRF')\n"))
    assert (answer.error, answer.bail) == ("", True)
    assert engine.errors == ["no such VRF"]


def test_another_error_is_shown_with_the_users_frames(language: Any, engine: TinyEngine, tmp_path: Path) -> None:
    answer = language.Run(_request(tmp_path, engine.address, "1 / 0\n"))
    assert (answer.error, answer.bail) == ("", True)
    assert engine.errors == [
        "Program failed with an unhandled exception:\nTraceback (most recent call last):\n"
        f'  File "{tmp_path}/__main__.py", line 1, in <module>\n    1 / 0\n    ~~^~~\n'
        "ZeroDivisionError: division by zero\n"
    ]


def test_a_virtualenv_that_is_not_there_is_an_error(language: Any, tmp_path: Path) -> None:
    answer = language.Run(language_pb2.RunRequest(info=_info(tmp_path, virtualenv="nowhere"), pwd=str(tmp_path)))
    assert answer.error == (
        f"Pulumi.yaml: virtualenv '{tmp_path}/nowhere': there is no bin/python in it\nhint: make setup"
    )


def _sleeper(folder: Path) -> str:
    return f"import time\nopen({str(folder / 'begun')!r}, 'w').close()\ntime.sleep(60)\n"


def test_cancel_ends_the_program_in_silence(language: Any, engine: TinyEngine, tmp_path: Path) -> None:
    running = language.Run.future(_request(tmp_path, engine.address, _sleeper(tmp_path)))
    _wait_for(tmp_path / "begun")
    language.Cancel(Empty())
    assert running.result(10).bail
    assert engine.errors == []


def test_a_program_is_ended_with_its_host(engine: TinyEngine, tmp_path: Path) -> None:
    with started("language", engine.address) as address, grpc.insecure_channel(address) as channel:
        stub = language_pb2_grpc.LanguageRuntimeStub(channel)
        running = stub.Run.future(_request(tmp_path, engine.address, _sleeper(tmp_path)))
        _wait_for(tmp_path / "begun")
    assert running.done()


def _wait_for(file: Path) -> None:
    assert eventually(file.exists, True)


def _pack(folder: Path, program: str, kind: str = "analyzer") -> language_pb2.RunPluginRequest:
    (folder / "__main__.py").write_text(program)
    return language_pb2.RunPluginRequest(info=_info(folder), pwd=str(folder), args=["127.0.0.1:3"], kind=kind)


def test_a_policy_pack_runs_with_its_output_and_its_exit_code(language: Any, tmp_path: Path) -> None:
    program = "import sys\nprint('4711')\nprint('a warning', file=sys.stderr)\nsys.exit(3)\n"
    said = list(language.RunPlugin(_pack(tmp_path, program)))
    assert b"".join(each.stdout for each in said) == b"4711\n"
    assert b"".join(each.stderr for each in said) == b"a warning\n"
    assert said[-1].exitcode == 3


def test_a_policy_pack_ends_when_the_engine_no_longer_listens(language: Any, tmp_path: Path) -> None:
    program = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n"
    running = language.RunPlugin(_pack(tmp_path, program))
    process = Path("/proc") / next(running).stdout.decode().strip()
    assert process.exists()
    running.cancel()
    assert eventually(process.exists, False) is False


def test_a_provider_runs_as_a_folder_with_the_arguments_of_the_engine(language: Any, tmp_path: Path) -> None:
    said = language.RunPlugin(_pack(tmp_path, "import sys\nprint(*sys.argv)\n", kind="resource"))
    assert b"".join(each.stdout for each in said).decode() == f"{tmp_path} 127.0.0.1:3\n"


def test_a_plugin_of_another_kind_is_refused(language: Any, tmp_path: Path) -> None:
    with pytest.raises(grpc.RpcError, match="it runs no plugin of kind 'converter'"):
        list(language.RunPlugin(_pack(tmp_path, "", kind="converter")))
