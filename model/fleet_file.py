"""The form of a fleet file."""

import re
from typing import Annotated, Any

from pydantic import Field

from model.base import Expected, Value, Whole
from model.names import RouterName, rule

StackName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$", description="A stack's name, as in Pulumi.NAME.yaml"),
    Expected("a stack's name: at most 100 letters, digits, and - _ .; the first is no hyphen and no dot"),
]
Pattern = Annotated[
    str,
    rule(lambda text: bool(re.fullmatch(r"[A-Za-z0-9_*][A-Za-z0-9_.*-]{0,99}", text)), "is no stack's name"),
    Field(description="A stack's name; * stands for any characters"),
    Expected("a stack's name, in which * stands for any characters, such as west-*"),
]
Part = Annotated[
    dict[str, Any],
    Expected("a mapping with keys of a stack, such as `metallb`, without `bgp-coexist:` before them"),
]
RouterPart = Annotated[dict[str, Any], Expected("a mapping with keys of a router, such as `host`")]

VrfPart = Annotated[dict[str, Any], Expected("a mapping with keys of a VRF, such as `maximumPaths`")]


class FleetFile(Value):
    """A fleet: its stacks, and the order in which they are applied."""

    defaults: Part = Field({}, description="What every stack described in this file has, below its own values")
    router_defaults: RouterPart = Field(
        {}, description="What every router of the stacks described in this file has, below all else"
    )
    vrf_defaults: VrfPart = Field(
        {}, description="What every VRF of these routers has, the table `default` included, below all else"
    )
    routers: dict[RouterName, RouterPart] = Field(
        {}, description="Routers by name, each written once: a stack that names one has these values below its own"
    )
    stacks: dict[StackName, Part | None] = Field(
        min_length=1,
        description="The stacks by name. One with values is described here, and its Pulumi.NAME.yaml is written from "
        "that; one without values has a Pulumi.NAME.yaml written by hand, which is used as it is",
    )
    canary: tuple[Pattern, ...] = Field((), description="The stacks that are applied and verified before all others")
    waves: tuple[tuple[Pattern, ...], ...] = Field(
        (),
        description="The stacks that are applied after those, wave by wave; those that no wave names are the last one. "
        "A stack is in the first wave that names it",
    )
    parallelism: Annotated[int, Whole, Field(ge=1, le=64), Expected("a whole number from 1 to 64")] = Field(
        8, description="How many stacks are worked on at once, never two of one router"
    )
