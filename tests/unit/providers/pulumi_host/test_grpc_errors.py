"""The engine is told an error's own words."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import grpc
import grpc._server
import pytest

from apply.partial_state import PartlyAppliedError
from errors import RouterError
from providers.pulumi_host import grpc_errors


def test_the_prefix_is_taken_off_and_the_rest_is_passed_on() -> None:
    seen: list[object] = []
    shorter = grpc_errors.without_prefix(lambda *given: seen.extend(given))
    shorter("state", "call", "code", b"Exception calling application: csr1000v: no password")
    assert seen == ["state", "call", "code", b"csr1000v: no password"]


def test_a_second_installation_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grpc._server, "_abort", grpc._server._abort)
    grpc_errors.install()
    first = grpc._server._abort
    grpc_errors.install()
    assert grpc._server._abort is first


def test_a_grpc_made_otherwise_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(grpc._server, "_abort")
    grpc_errors.install()
    assert not hasattr(grpc._server, "_abort")


def test_the_pinned_grpc_sends_an_error_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grpc._server, "_abort", grpc._server._abort)
    grpc_errors.install()

    def fail(request: bytes, context: grpc.ServicerContext) -> bytes:
        raise RouterError("rt1", "lost")

    handlers = {"Create": grpc.unary_unary_rpc_method_handler(fail)}
    server = grpc.server(ThreadPoolExecutor(1))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("Provider", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel, pytest.raises(grpc.RpcError) as caught:
        channel.unary_unary("/Provider/Create", bytes, bytes)(b"", timeout=10)
    server.stop(None).wait()
    assert caught.value.details() == "rt1: lost"


def aborted(properties: dict[str, object]) -> SimpleNamespace:
    """The state of a call that ended with a change that broke off."""
    state = SimpleNamespace(trailing_metadata=None)
    try:
        raise PartlyAppliedError(RouterError("rt1", "lost"), "rt1/vrf A", properties)
    except PartlyAppliedError:
        grpc_errors.without_prefix(lambda *_: None)(state, "call", "code", b"rt1: lost")
    return state


def test_what_is_to_be_recorded_goes_beside_the_error() -> None:
    ((key, value),) = aborted({"name": "A"}).trailing_metadata
    assert key == "grpc-status-details-bin"
    assert b"type.googleapis.com/pulumirpc.ErrorResourceInitFailed" in value


def test_what_cannot_be_recorded_is_a_plain_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert aborted({"name": object()}).trailing_metadata is None
    assert capsys.readouterr().err.startswith("not recorded as partly applied: ")
