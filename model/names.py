"""Names and other texts of one line: of VRFs, nodes, routers, files, and what Kubernetes and IOS take as a name."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from model.base import Expected

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST = 253  # of a DNS name and of a Kubernetes object's name (RFC 1123)


def rule(holds: Callable[[Any], bool], what: str) -> AfterValidator:
    """A validator that takes the values for which `holds` is true and tells of others what they are not."""

    def checked(value: Any) -> Any:
        if not holds(value):
            raise PydanticCustomError("text", "{what}", {"what": what})
        return value

    return AfterValidator(checked)


def object_name(router: str) -> str:
    """A router's name as a Kubernetes object's: lower case, anything else than letters and digits a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", router.lower()).strip("-")


IosName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,31}$", description="A name IOS takes as one word, at most 32 characters"
    ),
    Expected("a name of at most 32 letters, digits, and . _ : -, a letter or digit first"),
]
KubernetesName = Annotated[
    str,
    Field(pattern=f"^{_LABEL}$", description="A DNS label (RFC 1123)"),
    Expected("a name of at most 63 small letters, digits and hyphens, no hyphen first or last"),
]
NodeName = Annotated[
    str,
    Field(pattern=rf"^{_LABEL}(\.{_LABEL})*$", max_length=_LONGEST, description="A DNS subdomain (RFC 1123)"),
    Expected("a node's name as `kubectl get nodes` shows it: small letters, digits, hyphens and dots"),
]
RouterName = Annotated[
    str,
    Field(min_length=1, max_length=63),
    rule(lambda text: text.isascii() and text.isprintable() and bool(object_name(text)), "is no name of a router"),
    Expected("a name of at most 63 ASCII characters, with a letter or a digit among them"),
]
Line = Annotated[
    str,
    Field(min_length=1, max_length=1000),
    rule(lambda text: text.isprintable() and text == text.strip(), "is no text of one line"),
    Expected("a text of one line, without blanks around it or characters that do not show"),
]
Word = Annotated[
    str,
    Field(min_length=1, max_length=255),
    rule(lambda text: text.isprintable() and not re.search(r"\s|^-", text), "is no single word"),
    Expected("one word, without blanks or characters that do not show, no hyphen first"),
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
        "has an @ that no digest follows",
    ),
    Expected(
        "a container image, such as nginx or registry.example/nginx:1.29; "
        "with a digest, such as nginx@sha256: and 64 digits from 0 to f"
    ),
]
