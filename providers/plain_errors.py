"""An error as it is, without gRPC's own words in front of it.

Pulumi's dynamic provider lets every error fall through to gRPC, which puts `Exception calling application: ` before
the text and hands it to the engine; neither has a setting for that.
"""

from collections.abc import Callable
from typing import Any

import grpc._server

_PREFIX = b"Exception calling application: "


def without_prefix(abort: Callable[..., None]) -> Callable[..., None]:
    """GRPC's `_abort`, handed the details of an error without the prefix."""

    def shorter(state: Any, call: Any, code: Any, details: bytes) -> None:
        abort(state, call, code, details.removeprefix(_PREFIX))

    return shorter


def install() -> None:
    """Every error of this process reaches the engine as it is; a gRPC that is made otherwise is left alone."""
    abort = getattr(grpc._server, "_abort", None)
    if abort is not None and abort.__module__ == "grpc._server":
        grpc._server._abort = without_prefix(abort)
