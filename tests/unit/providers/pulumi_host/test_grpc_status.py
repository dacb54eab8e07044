"""A partly applied change as the engine reads it."""

from pulumi.runtime.proto.provider_pb2 import ErrorResourceInitFailed
from pulumi.runtime.proto.status_pb2 import Status

from apply.partial_state import PartlyAppliedError
from errors import RouterError
from providers.pulumi_host.grpc_status import status_of

ERROR = PartlyAppliedError(RouterError("rt1", "lost"), "rt1/vrf A", {"name": "A", "asn": 65000})


def test_the_status_holds_what_the_engine_needs() -> None:
    status = Status.FromString(status_of(ERROR))
    assert (status.code, status.message) == (2, str(ERROR))
    failed = ErrorResourceInitFailed()
    assert status.details[0].Unpack(failed)
    assert (failed.id, list(failed.reasons)) == ("rt1/vrf A", [str(ERROR)])
    assert dict(failed.properties) == {"name": "A", "asn": 65000.0}
