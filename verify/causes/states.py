"""Causes of what is configured otherwise: lines on a router, objects and pods in the cluster."""

from collections.abc import Iterator

from verify.causes.failure import Failure
from verify.causes.nodes import missing_speakers, path_of, said
from verify.check import Cause
from verify.state import (
    ConfigurationSaved,
    ConfigurationUsed,
    LinesAsWanted,
    ObjectsAsWritten,
    ServiceAnnounced,
    SpeakersReady,
)


def lines(failure: Failure) -> Iterator[Cause]:
    """The router's lines are others than those that the stack wrote."""
    name = failure.result.who
    if failure.result.what == LinesAsWanted.what:
        first = failure.result.actual.partition(": ")[2] or failure.result.actual
        yield Cause(f"{name} was changed since the stack's last `up`, or the file was: {first}", f"routers.{name}")
    if failure.result.what == ConfigurationSaved.what:
        yield Cause(f"{name} was configured and not saved: after a restart it has what it had before")


def objects(failure: Failure) -> Iterator[Cause]:
    """An object is otherwise in the cluster."""
    if failure.result.what == ObjectsAsWritten.what and failure.cluster:
        for fault in failure.cluster.object_faults(failure.stack):
            yield Cause(said(fault), path_of(fault))


def pods(failure: Failure) -> Iterator[Cause]:
    """A speaker or the controller does not run."""
    what, namespace = failure.result.what, failure.stack.metallb.namespace
    if failure.cluster is None or what not in (SpeakersReady.what, ServiceAnnounced.what):
        return
    yield from missing_speakers(
        failure, [node for node in failure.stack.cluster.nodes if node in failure.result.actual]
    )
    if what == SpeakersReady.what:
        yield Cause(f"MetalLB's controller, which gives the addresses, is not ready in {namespace}")


def not_used(failure: Failure) -> Iterator[Cause]:
    """MetalLB says itself that it does not use its configuration."""
    if failure.result.what == ConfigurationUsed.what:
        yield Cause(f"MetalLB does not use its configuration: {failure.result.actual}", "metallb")
