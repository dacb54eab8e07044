"""The argument types of commands, each with its label in the output of `?`.

A type's reader returns the value of one or more tokens, or the column offset of the first wrong character, which
is IOS's caret position.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from emulator.grammar.interfaces import interface_name

OCTETS = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\Z")


@dataclass(frozen=True)
class Value:
    """A valid value: its canonical text and its number of tokens."""

    text: str
    consumed: int = 1


@dataclass(frozen=True)
class InvalidValue:
    """An invalid value; `offset` is the first wrong character."""

    offset: int = 0


Reader = Callable[[Sequence[str]], Value | InvalidValue]


def is_address(text: str) -> bool:
    """Return whether the text is an IPv4 address."""
    found = OCTETS.match(text)
    return bool(found) and all(int(octet) <= 255 for octet in found.groups()) if found else False


def _address(tokens: Sequence[str]) -> Value | InvalidValue:
    if is_address(tokens[0]):
        return Value(".".join(str(int(octet)) for octet in tokens[0].split(".")))
    return InvalidValue(len(re.match(r"[\d.]*", tokens[0]).group()) if tokens[0][0].isdigit() else 0)  # type: ignore[union-attr]


def _prefix(tokens: Sequence[str]) -> Value | InvalidValue:
    address, slash, bits = tokens[0].partition("/")
    if slash and is_address(address) and bits.isdigit() and int(bits) <= 32:
        return Value(tokens[0])
    return InvalidValue()


def _word(tokens: Sequence[str]) -> Value | InvalidValue:
    return Value(tokens[0])


def _sequence_number(tokens: Sequence[str]) -> Value | InvalidValue:
    """Read `sequence-number` without abbreviation: a shorter word can be the name of a prefix list."""
    return Value(tokens[0]) if tokens[0] == "sequence-number" else InvalidValue()


def _tag(tokens: Sequence[str]) -> Value | InvalidValue:
    """Read a peer group's name, which is no IPv4 or IPv6 address."""
    return Value(tokens[0]) if tokens[0][0].isalpha() and ":" not in tokens[0] else InvalidValue()


def _line(tokens: Sequence[str]) -> Value | InvalidValue:
    return Value("\0", len(tokens))  # the matcher inserts the rest of the line as typed


def _asn(tokens: Sequence[str]) -> Value | InvalidValue:
    high, dot, low = tokens[0].partition(".")
    if dot and high.isdigit() and low.isdigit() and int(high) <= 65535 and int(low) <= 65535:
        return Value(str(int(high) * 65536 + int(low)))
    return _number(tokens[0], 1, 4294967295)


def _number(token: str, low: int, high: int) -> Value | InvalidValue:
    if token.isdigit() and low <= int(token) <= high:
        return Value(str(int(token)))
    return InvalidValue(len(re.match(r"\d*", token).group()) if not token.isdigit() else 0)  # type: ignore[union-attr]


def _distinguisher(tokens: Sequence[str]) -> Value | InvalidValue:
    """Read `ASN:nn` or `IP-address:nn`, the form of route distinguishers and route targets."""
    admin, colon, number = tokens[0].rpartition(":")
    if not colon or not number.isdigit():
        return InvalidValue()
    wide = admin.isdigit() and int(admin) > 65535
    limit = 65535 if wide or is_address(admin) else 4294967295
    fits = is_address(admin) or (admin.isdigit() and 0 < int(admin) <= 4294967295)
    return Value(tokens[0]) if fits and int(number) <= limit else InvalidValue()


def _interface(tokens: Sequence[str]) -> Value | InvalidValue:
    for count in (1, 2):
        name = interface_name("".join(tokens[:count])) if len(tokens) >= count else None
        if name:
            return Value(name, count)
    return InvalidValue()


def _outgoing_interface(tokens: Sequence[str]) -> Value | InvalidValue:
    """Read a route's outgoing interface, or `Null0`, which discards."""
    for count in (1, 2):
        if len(tokens) >= count and re.fullmatch(r"nul?l?0", "".join(tokens[:count]).lower()):
            return Value("Null0", count)
    return _interface(tokens)


READERS: dict[str, tuple[str, Reader]] = {
    "word": ("WORD", _word),
    "tag": ("WORD", _tag),
    "line": ("LINE", _line),
    "sequence-number": ("sequence-number", _sequence_number),
    "ip": ("A.B.C.D", _address),
    "mask": ("A.B.C.D", _address),
    "prefix": ("A.B.C.D/nn", _prefix),
    "asn": ("<1-4294967295>", _asn),
    "rd": ("ASN:nn or IP-address:nn", _distinguisher),
    "interface": ("Interface", _interface),
    "way": ("Interface", _outgoing_interface),
}


def reader_for(kind: str) -> tuple[str, Reader]:
    """Return a type's label and reader; `LOW-HIGH` is a range of numbers."""
    if kind in READERS:
        return READERS[kind]
    low, high = (int(part) for part in kind.split("-"))
    return f"<{low}-{high}>", lambda tokens: _number(tokens[0], low, high)
