"""An error as it is, without gRPC's own words in front of it, and with what it says of the state.

Pulumi's dynamic provider lets every error fall through to gRPC, which puts `Exception calling application: ` before
the text and hands it to the engine without details; neither has a setting for that.
"""

import sys
from collections.abc import Callable
from typing import Any

import grpc._server

from apply.partial_state import PartlyAppliedError
from providers.pulumi_host.grpc_status import status_of

_PREFIX = b"Exception calling application: "
# Where gRPC looks for a status with details.
_DETAILS = "grpc-status-details-bin"


def without_prefix(abort: Callable[..., None]) -> Callable[..., None]:
    """GRPC's `_abort`, handed the details of an error without the prefix, and what is to be recorded beside them."""

    def plainer(state: Any, call: Any, code: Any, details: bytes) -> None:
        error = sys.exc_info()[1]
        if isinstance(error, PartlyAppliedError):
            _attach(state, error)
        abort(state, call, code, details.removeprefix(_PREFIX))

    return plainer


def _attach(state: Any, error: PartlyAppliedError) -> None:
    """The engine will record what the error says; where Pulumi or gRPC are made otherwise, it is a plain error."""
    try:
        metadata = ((_DETAILS, status_of(error)),)
    except Exception as failure:
        print(f"not recorded as partly applied: {failure!r}", file=sys.stderr)
    else:
        state.trailing_metadata = metadata


def install() -> None:
    """Every error of this process reaches the engine as it is; a gRPC that is made otherwise is left alone."""
    abort = getattr(grpc._server, "_abort", None)
    if abort is not None and abort.__module__ == "grpc._server":
        grpc._server._abort = without_prefix(abort)
