"""The YAML reader, for a stack's file and a kubeconfig.

PyYAML parses the structure: its parser and the engine's have one origin. Unquoted texts are read by YAML 1.2
(`model.yaml_scalars`). A text that the engine reads differently is a problem, as is a duplicate key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from errors import Problem
from model import yaml_scalars
from model.paths import path_to
from printable import one_line

# libyaml where PyYAML has it, as in all its wheels: fast, and the origin of the engine's reader.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 64
_MOST_VALUES = 200_000
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")  # no tag, the non-specific tag, and the tag of texts


class UnreadableError(ValueError):
    """The text is not YAML that a stack's file may contain; the message is one line."""


@dataclass
class Document:
    """A file's value, and the problems of how it is written."""

    value: Any
    problems: list[Problem]


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    value: Any
    size: int = 1
    anchor: str | None = None
    key: str | None = None
    lines: dict[str, int] = field(default_factory=dict)
    merged: list[Any] = field(default_factory=list)


def document(text: str, reading: yaml_scalars.Reading = yaml_scalars.CORE, only: bool = True) -> Document:
    """The first document of a file; it must be the only one where `only` is set.

    A duplicate key has its last value, and is a problem.

    Raises:
        UnreadableError: The text is not YAML, is too large, or has an anchor that contains itself.
    """
    reader = _Reader(reading)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not only and isinstance(event, yaml.DocumentEndEvent):
                break
            reader.process(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise UnreadableError(where + one_line(error.problem or error.context or "is not YAML")) from None
    except yaml.reader.ReaderError as error:
        raise UnreadableError(f"character {error.position + 1} is not allowed in YAML: {error.reason}") from None
    return Document(reader.value, reader.problems)


class _Reader:
    """Builds values from the parser's events, without recursion."""

    def __init__(self, reading: yaml_scalars.Reading) -> None:
        self.value: Any = None
        self.problems: list[Problem] = []
        self._reading = reading
        self._skipped = 0  # open levels below the deepest one that is read
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._documents = 0
        self._size = 0

    def process(self, event: yaml.Event) -> None:
        """Process the next event."""
        if self._skipped:
            self._skip(event)
            return
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise UnreadableError(f"{_line(event)}: a second document; a stack's file has one")
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.ScalarEvent():
                self._scalar(event)

    def _begin(self, event: Any) -> None:
        self._no_key(event)
        if len(self._open) >= _DEEPEST:
            where = path_to(list(self._place())[:2])
            self.problems.append(Problem(where, f"{_line(event)}: more than {_DEEPEST} levels", code="YAML01"))
            self._skipped = 1
            return
        self._tag_problem(event, event.tag in (None, "!"))
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], anchor=event.anchor))

    def _skip(self, event: yaml.Event) -> None:
        self._skipped += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if not self._skipped:
            self._put(None, 1)

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        for merged in done.merged:
            done.value.update({key: value for key, value in merged.items() if key not in done.value})
        if done.anchor:
            self._anchors[done.anchor] = (done.value, done.size)
        self._put(done.value, done.size)

    def _alias(self, event: Any) -> None:
        self._no_key(event)
        if event.anchor not in self._anchors:
            raise UnreadableError(f"{_line(event)}: there is no anchor '{one_line(event.anchor)}' before it")
        found = self._anchors[event.anchor]
        if found is None:
            raise UnreadableError(f"{_line(event)}: anchor '{one_line(event.anchor)}' contains itself")
        self._count(found[1], event)
        self._put(*found)

    def _no_key(self, event: Any) -> None:
        if self._open and isinstance(self._open[-1].value, dict) and self._open[-1].key is None:
            raise UnreadableError(f"{_line(event)}: a key that is not a text")

    def _scalar(self, event: Any) -> None:
        holder = self._open[-1] if self._open else None
        if holder and isinstance(holder.value, dict) and holder.key is None:
            self._begin_value(holder, event)
            return
        self._count(1, event)
        value = self._reading.value(event.value) if event.implicit[0] or _is_core_tag(event.tag) else event.value
        if event.implicit[0] and not yaml_scalars.is_plain(event.value):
            self._ambiguous(event)
        self._tag_problem(event, event.tag in _TEXT_TAGS)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._put(value, 1)

    def _begin_value(self, holder: _Open, event: Any) -> None:
        """Remember the key of the next value."""
        plain, line = event.implicit[0], event.start_mark.line + 1
        key = self._reading.key(event.value) if plain else event.value
        holder.key = key
        if plain and key == "<<":
            return
        if plain and not yaml_scalars.is_plain_key(event.value):
            self._ambiguous(event)
        if key in holder.lines:
            lines = f"lines {holder.lines[key]} and {line}"
            self._problem("YAML02", f"the key is duplicate, in {lines}", expected="one of them")
        holder.lines.setdefault(key, line)

    def _count(self, size: int, event: Any) -> None:
        self._size += size
        if self._size > _MOST_VALUES:
            raise UnreadableError(f"{_line(event)}: more than {_MOST_VALUES} values, aliases expanded")

    def _put(self, value: Any, size: int) -> None:
        """Add a complete value to the innermost open mapping or list."""
        if not self._open:
            self.value = value
            return
        holder = self._open[-1]
        holder.size += size
        if isinstance(holder.value, list):
            holder.value.append(value)
        elif holder.key == "<<" and "<<" not in holder.lines:
            holder.merged += _mergeable(value)
        else:
            holder.value[holder.key] = value
        holder.key = None

    def _ambiguous(self, event: Any) -> None:
        self._problem(
            "YAML03",
            f"{_line(event)}: Pulumi reads this unquoted text as {one_line(str(yaml_scalars.engine(event.value)))}",
            found=one_line(event.value),
            expected="quotes around a text; a number in plain decimal digits",
        )

    def _tag_problem(self, event: Any, known: bool) -> None:
        if not known:
            self._problem("YAML04", f"{_line(event)}: a tag", found=one_line(event.tag), expected="no tag")

    def _problem(self, code: str, what: str, found: str = "", expected: str = "") -> None:
        self.problems.append(Problem(path_to(self._place()), what, code=code, found=found, expected=expected))

    def _place(self) -> Iterator[int | str]:
        for each in self._open:
            yield len(each.value) if isinstance(each.value, list) else each.key or ""


def _line(event: Any) -> str:
    return f"line {event.start_mark.line + 1}"


def _is_core_tag(tag: str | None) -> bool:
    """Whether a tag is one of YAML's core schema other than text."""
    return tag not in _TEXT_TAGS and str(tag).startswith("tag:yaml.org,2002:")


def _mergeable(value: Any) -> list[Any]:
    mappings = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in mappings):
        raise UnreadableError("<< takes a mapping, or a list of them")
    return mappings
