"""The engine is told an error's own words."""

import grpc._server
import pytest

from providers import plain_errors


def test_the_prefix_is_taken_off_and_the_rest_is_passed_on() -> None:
    seen: list[object] = []
    shorter = plain_errors.without_prefix(lambda *given: seen.extend(given))
    shorter("state", "call", "code", b"Exception calling application: csr1000v: no password")
    assert seen == ["state", "call", "code", b"csr1000v: no password"]


def test_a_second_installation_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grpc._server, "_abort", grpc._server._abort)
    plain_errors.install()
    first = grpc._server._abort
    plain_errors.install()
    assert grpc._server._abort is first


def test_a_grpc_made_otherwise_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(grpc._server, "_abort")
    plain_errors.install()
    assert not hasattr(grpc._server, "_abort")
