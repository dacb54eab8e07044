"""Property values as the engine sends them, and what is secret in them."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
# Stands for a value that is not known before the update; what computes one passes it on.
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SHORTEST_MASKED = 3

Properties = dict[str, Any]


def properties(struct: Any) -> Properties:
    """The protocol's struct as plain Python, secrets still wrapped."""
    return dict(MessageToDict(struct))


def struct(values: Properties) -> Struct:
    """The same back."""
    return ParseDict(values, Struct())


def secret(value: Any) -> Properties:
    """The value, marked so that the engine encrypts it and does not show it."""
    return {SIGNATURE: SECRET, "value": value}


def is_secret(value: Any) -> bool:
    """True for a wrapped secret itself."""
    return isinstance(value, dict) and value.get(SIGNATURE) == SECRET


def plain(value: Any) -> Any:
    """The value with every secret unwrapped, at any depth."""
    if is_secret(value):
        return plain(value["value"])
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def holds_secret(value: Any) -> bool:
    """True when there is a secret at any depth."""
    return next(secret_texts(value), None) is not None


def secret_texts(value: Any, inside: bool = False) -> Iterator[str]:
    """Every text that is secret in a value, at any depth."""
    if is_secret(value):
        yield from secret_texts(value["value"], inside=True)
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from secret_texts(item, inside)
    elif inside and value is not None:
        yield str(value)


def masked(text: str, values: Properties) -> str:
    """The text without any of the secrets in the values; longest first, since one may contain another."""
    for word in sorted({word for word in secret_texts(values) if len(word) >= SHORTEST_MASKED}, key=len, reverse=True):
        text = text.replace(word, "[secret]")
    return text
