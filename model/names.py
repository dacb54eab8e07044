"""Types of names and of other texts of one line: of VRFs, nodes, routers, files, and Kubernetes objects."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from model.base import Expected

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST = 253  # of a DNS name and of a Kubernetes object's name (RFC 1123)


def rule(holds: Callable[[Any], bool], what: str) -> AfterValidator:
    """A validator that refuses values for which `holds` is false, with the message `what`."""

    def checked(value: Any) -> Any:
        if not holds(value):
            raise PydanticCustomError("text", "{what}", {"what": what})
        return value

    return AfterValidator(checked)


def object_name(router: str) -> str:
    """A router's name as a Kubernetes object's: lower case, all but letters and digits replaced by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", router.lower()).strip("-")


IosName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,31}$", description="A name of IOS, one word of at most 32 characters"
    ),
    Expected("a name of at most 32 letters, digits, and . _ : -; the first is a letter or a digit"),
]
LinkName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z][A-Za-z0-9._-]{0,14}$", description="Linux's name of an interface or a VRF"),
    Expected("a name of Linux: at most 15 letters, digits, and . _ -; the first is a letter"),
]
KubernetesName = Annotated[
    str,
    Field(pattern=f"^{_LABEL}$", description="A DNS label (RFC 1123)"),
    Expected("a name of at most 63 small letters, digits and hyphens; the first and the last are no hyphen"),
]
NodeName = Annotated[
    str,
    Field(pattern=rf"^{_LABEL}(\.{_LABEL})*$", max_length=_LONGEST, description="A DNS subdomain (RFC 1123)"),
    Expected("a node's name as `kubectl get nodes` shows it: small letters, digits, hyphens and dots"),
]
RouterName = Annotated[
    str,
    Field(min_length=1, max_length=63),
    rule(lambda text: text.isascii() and text.isprintable() and bool(object_name(text)), "is not a router's name"),
    Expected("a name of at most 63 ASCII characters, with a letter or a digit among them"),
]
Line = Annotated[
    str,
    Field(min_length=1, max_length=1000),
    rule(lambda text: text.isprintable() and text == text.strip(), "is not a text of one line"),
    Expected("a text of one line, without blanks at its ends or characters that cannot be printed"),
]
Word = Annotated[
    str,
    Field(min_length=1, max_length=255),
    rule(lambda text: text.isprintable() and not re.search(r"\s|^-", text), "is not a single word"),
    Expected("one word, without blanks or characters that cannot be printed; the first is no hyphen"),
]
ConfigurationKey = Annotated[
    str,
    Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,99}$"),
    Expected("a configuration key such as routerPassword"),
]
SecretEntry = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9._-]{1,253}$"),
    Expected("an entry of a Kubernetes Secret: letters, digits, and . _ -"),
]
Image = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@\[\]-]{0,499}$"),
    rule(
        lambda image: "@" not in image or bool(re.fullmatch(r"[^@]+@sha256:[0-9a-f]{64}", image)),
        "has an @ without a digest after it",
    ),
    Expected(
        "a container image, such as nginx or registry.example/nginx:1.29; "
        "with a digest, such as nginx@sha256: and 64 digits from 0 to f"
    ),
]
