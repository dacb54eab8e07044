"""What a rule finds, and the inputs it looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Inputs = Mapping[str, Any]

ROUTER = "pulumi-python:dynamic/router:"
ROUTER_ACCESS = f"{ROUTER}RouterAccess"
BGP_PROCESS = f"{ROUTER}BgpProcess"
BGP_VRF = f"{ROUTER}BgpVrf"
PREFIX_LIST = f"{ROUTER}PrefixList"
CALICO_CONFIGURATION = "pulumi-python:dynamic/calico:BgpConfiguration"
# The modules of the package's types, which other programs have in their stacks.
_OF_THE_PACKAGE = ("bgp-coexist:router:", "bgp-coexist:calico:")


@dataclass(frozen=True)
class Violation:
    """One thing that is against a rule.

    Attributes:
        what: What it is, with the part of the resource it is in.
        hint: What to do instead.
    """

    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.what}\n  hint: {self.hint}"


def as_in_the_program(type_: str) -> str:
    """A type of the package as the type of the program's own resource, which has the same inputs."""
    of_the_package = type_.startswith(_OF_THE_PACKAGE)
    return type_.replace("bgp-coexist:", "pulumi-python:dynamic/", 1) if of_the_package else type_


def kubernetes_kind(type_: str) -> str:
    """`BGPPeer` of `kubernetes:metallb.io/v1beta2:BGPPeer`; "": no object of Kubernetes."""
    return type_.rpartition(":")[2] if type_.startswith("kubernetes:") else ""


def neighbors(inputs: Inputs) -> Iterator[tuple[str, Inputs]]:
    """Each neighbor or peer group of a family with its settings, by name."""
    found = inputs.get("neighbors")
    if isinstance(found, Mapping):
        yield from found.items()


def reach_options(inputs: Inputs) -> dict[str, str] | None:
    """The options of a router's `reach`, which is a URL; None: the stack does not connect to this router."""
    if "reach" not in inputs:
        return None
    return dict(parse_qsl(urlsplit(str(inputs["reach"])).query.replace("+", "%2B")))


def spec(inputs: Inputs) -> Inputs:
    """The spec of an object of Kubernetes; empty where it has none."""
    found = inputs.get("spec")
    return found if isinstance(found, Mapping) else {}


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
