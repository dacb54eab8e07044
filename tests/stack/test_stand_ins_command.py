"""The command plugin's stand-in over its protocol."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from tests.stand_in_process import started
from toolchain.stand_ins.values import UNKNOWN, properties, secret, struct

URN = "urn:pulumi:dev::project::site:Site$command:local:Command::hello"


@pytest.fixture
def command() -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    with started("command", ended_by=signal.SIGTERM) as address, grpc.insecure_channel(address) as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)


def test_the_command_plugin_says_that_it_is_a_stand_in(command: Any) -> None:
    assert command.GetPluginInfo(Empty()).version == "1.2.1+stand-in"
    assert command.Configure(provider_pb2.ConfigureRequest()).acceptSecrets


def test_create_runs_the_command_and_keeps_the_inputs(command: Any) -> None:
    inputs = {"create": "echo one; echo two >&2"}
    answer = command.Create(provider_pb2.CreateRequest(urn=URN, properties=struct(inputs)))
    assert properties(answer.properties) == {**inputs, "stdout": "one", "stderr": "two"}
    assert answer.id.startswith("hello")
    assert len(answer.id) == len("hello") + 8


def test_a_preview_runs_nothing(command: Any, tmp_path: Path) -> None:
    inputs = {"create": f"touch {tmp_path}/done"}
    answer = command.Create(provider_pb2.CreateRequest(urn=URN, properties=struct(inputs), preview=True))
    assert properties(answer.properties) == {**inputs, "stdout": UNKNOWN, "stderr": UNKNOWN}
    assert not list(tmp_path.iterdir())


def test_a_remote_command_of_an_old_state_is_forgotten_and_its_deletion_never_runs_here(
    command: Any, tmp_path: Path
) -> None:
    urn = URN.replace("local", "remote")
    command.Delete(provider_pb2.DeleteRequest(urn=urn, properties=struct({"create": "true"})))
    with pytest.raises(grpc.RpcError, match="resource type 'command:remote:Command' is unknown"):
        command.Delete(provider_pb2.DeleteRequest(urn=urn, properties=struct({"delete": f"touch {tmp_path}/done"})))
    assert not list(tmp_path.iterdir())


def test_output_of_secret_input_is_secret(command: Any) -> None:
    inputs = {"create": "cat", "stdin": secret("hunter2")}
    answer = command.Create(provider_pb2.CreateRequest(urn=URN, properties=struct(inputs)))
    assert properties(answer.properties) == {**inputs, "stdout": secret("hunter2"), "stderr": secret("")}


def test_a_failure_does_not_show_secrets(command: Any) -> None:
    inputs = {"create": "cat; exit 2", "stdin": secret("hunter2")}
    with pytest.raises(grpc.RpcError) as caught:
        command.Create(provider_pb2.CreateRequest(urn=URN, properties=struct(inputs)))
    assert caught.value.details() == 'exit status 2: running "cat; exit 2":\n[secret]'


def test_update_runs_update_or_else_create(command: Any) -> None:
    before = {"create": "echo new", "stdout": "old", "stderr": ""}
    for inputs, printed in [
        ({"create": "echo new"}, "new"),
        ({"create": "echo new", "update": "echo $PULUMI_COMMAND_STDOUT"}, "old"),
    ]:
        request = provider_pb2.UpdateRequest(id="i", urn=URN, olds=struct(before), news=struct(inputs))
        assert properties(command.Update(request).properties)["stdout"] == printed


def test_delete_runs_delete_and_nothing_where_there_is_none(command: Any, tmp_path: Path) -> None:
    state = {"create": "true", "delete": f"touch {tmp_path}/gone", "stdout": "", "stderr": ""}
    command.Delete(provider_pb2.DeleteRequest(id="i", urn=URN, properties=struct(state)))
    command.Delete(provider_pb2.DeleteRequest(id="i", urn=URN, properties=struct({"create": "true"})))
    assert [path.name for path in tmp_path.iterdir()] == ["gone"]


@pytest.mark.parametrize(
    ("change", "changed", "replaced"),
    [({}, [], []), ({"create": "b"}, ["create"], []), ({"triggers": [2.0]}, ["triggers"], ["triggers"])],
)
def test_changes_are_updates_and_triggers_replace(command: Any, change: Any, changed: Any, replaced: Any) -> None:
    before = {"create": "a", "triggers": [1.0]}
    request = provider_pb2.DiffRequest(id="i", urn=URN, old_inputs=struct(before), news=struct({**before, **change}))
    answer = command.Diff(request)
    assert (list(answer.diffs), list(answer.replaces)) == (changed, replaced)
    assert answer.changes == (provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE)


def test_read_gives_back_the_state(command: Any) -> None:
    state = struct({"create": "a", "stdout": "b"})
    answer = command.Read(provider_pb2.ReadRequest(id="i", urn=URN, properties=state, inputs=struct({"create": "a"})))
    assert (answer.id, properties(answer.properties)) == ("i", {"create": "a", "stdout": "b"})


def test_check_refuses_what_the_stand_in_does_not_know(command: Any) -> None:
    request = provider_pb2.CheckRequest(urn=URN, news=struct({"assetPaths": ["*"]}))
    failures = command.Check(request).failures
    assert [failure.reason.partition(";")[0] for failure in failures] == ["'assetPaths' is not supported"]


def test_the_function_run_runs_at_once(command: Any) -> None:
    answer = command.Invoke(provider_pb2.InvokeRequest(tok="command:local:run", args=struct({"command": "echo hi"})))
    assert properties(getattr(answer, "return")) == {"command": "echo hi", "stdout": "hi", "stderr": ""}


def test_another_function_is_refused(command: Any) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        command.Invoke(provider_pb2.InvokeRequest(tok="command:local:other"))
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_cancel_ends_commands_and_refuses_new_ones(command: Any) -> None:
    request = provider_pb2.CreateRequest(urn=URN, properties=struct({"create": "sleep 30"}))
    running = command.Create.future(request)
    with pytest.raises(grpc.FutureTimeoutError):
        running.result(0.5)
    command.Cancel(Empty())
    assert running.exception(10).details() == 'cancelled: running "sleep 30"'
