"""The lab with a second router, for the scenarios that need two, and the stack with both."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lab.errors import LabError
from lab.fabric import router
from lab.scenarios.applied import Applied
from lab.scenarios.gateway import Gateway, Gateways
from lab.scenarios.ios_xe import second_router
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.ios_xe.second_router import CLIENT_SIDE, LOOPBACK, MACHINE, NODE_SIDE
from lab.scenarios.stage import Stage

FIRST = Gateway(router.HOSTNAME, "10.0.0.254", "10.0.1.254")
SECOND = Gateway(MACHINE.hostname, NODE_SIDE, CLIENT_SIDE)
LOOPBACKS = {FIRST.name: "1.1.1.2", SECOND.name: LOOPBACK}


@dataclass(frozen=True)
class TwoRouters:
    """The applied stack, which has the first router only, the gateways, and the address of the stack's service."""

    stack: Applied
    gateways: Gateways
    service: str


@contextmanager
def two_routers(stage: Stage, name: str) -> Iterator[TwoRouters]:
    """Start the second router; after the `with` block, which takes it out of the stack, claim that all is as before.

    Args:
        stage: The scenario's lab.
        name: The scenario's name, of the folder for copies of the stack's file.

    Raises:
        LabError: The stack is not applied, or has no service.
    """
    stack = Applied(stage.fabric.places.root / name)
    stack.require()
    if (service := stack.service_address()) is None:
        raise LabError(stack.who, "it has no service", "demo must be enabled")
    before, gateways = Before(stage, stack), Gateways(stage.fabric, FIRST, SECOND)
    stage.afterwards("the lab with one router", lambda: second_router.remove(stage.fabric))
    second_router.start(stage.fabric)
    stage.afterwards("the stack as its own file says", lambda: stack.up(stack.file))
    stage.afterwards("the nodes' and the client's gateway", lambda: gateways.use(FIRST))
    yield TwoRouters(stack, gateways, service)
    before.claim_unchanged()


def pair_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ for both routers: the routers, and the addresses that the nodes dial."""
    (name, first), *_ = values["routers"].items()
    return {
        "routers": second_router.routers(first, name),
        "calico": values["calico"] | {"peers": [*values["calico"]["peers"], LOOPBACK]},
        "metallb": values["metallb"] | {"peers": [*values["metallb"]["peers"], NODE_SIDE]},
    }
