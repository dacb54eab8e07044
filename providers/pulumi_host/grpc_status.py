"""A partly applied change as the engine reads it: an error with the resource's properties as a detail."""

import asyncio
from typing import Any

from google.protobuf.any_pb2 import Any as Packed
from pulumi.runtime import rpc
from pulumi.runtime.proto.provider_pb2 import ErrorResourceInitFailed
from pulumi.runtime.proto.status_pb2 import Status

from apply.partial_state import PartlyAppliedError

_UNKNOWN = 2  # gRPC's status code of every error that an application did not give another one


def status_of(error: PartlyAppliedError) -> bytes:
    """The error as gRPC carries it with all its details, a serialized google.rpc.Status.

    Source: pulumirpc.ErrorResourceInitFailed, sent as a detail where Create or Update end half-way.
    """
    failed = ErrorResourceInitFailed(id=error.id, reasons=[str(error)])
    failed.properties.CopyFrom(_serialized(error.properties))
    detail = Packed()
    detail.Pack(failed)
    return bytes(Status(code=_UNKNOWN, message=str(error), details=[detail]).SerializeToString())


def _serialized(properties: dict[str, Any]) -> Any:
    """The properties as the engine reads them; on a loop of its own, which leaves the thread's alone."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(properties, {}))
    finally:
        loop.close()
