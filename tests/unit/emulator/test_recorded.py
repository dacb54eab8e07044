r"""Recorded output of real routers, byte for byte: each file of `recorded/` is a session at the prompt.

Files of `sessions/` have the same format and weaker evidence.

Text after a prompt is typed, with Return at its end. Elsewhere `«word»` is typed and echoed, `«*word»` typed and
not echoed, `«'k»` one key without Return or echo. `\b` is a backspace, and `{{…}}` matches text that depends
on the clock or is random. Lines `# key: value` at the top are options of the router.
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDERS = ("recorded", "sessions")
PATHS = [path for folder in FOLDERS for path in sorted(Path(__file__).with_name(folder).glob("*.txt"))]
PROMPT = re.compile(r"^(csr1000v(?:\([a-z-]+\))?[#>])([^«\n]+)$", re.MULTILINE)
TYPED = re.compile("«([*']?)([^»]*)»")
CHANGING = re.compile("{{[^}]*}}")
SECONDS = 30


def parts_of(text: str) -> tuple[dict[str, Any], str]:
    """The options and the transcript."""
    lines = text.rstrip("\n").split("\n")
    options = [line for line in lines if line.startswith("# ")]
    header = "\n".join(line.removeprefix("# ") for line in options)
    return yaml.safe_load(header) or {}, "\n".join(lines[len(options) :])


def steps_of(transcript: str) -> Iterator[tuple[str, str]]:
    """What is typed, and what arrives until something is typed again; nothing is typed before the first prompt."""
    marked = PROMPT.sub(r"\1«\2»", transcript)
    wire = "\n" + marked.replace("\\b", "\b")
    first, *rest = TYPED.split(wire.replace("\n", "\r\n"))
    yield "", first
    for kind, word, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield word + ("" if kind == "'" else "\r"), ("" if kind else word) + after


def pattern_of(text: str) -> re.Pattern[bytes]:
    """The text itself, with anything in the place of what changes."""
    return re.compile(rb"[^\r\n]*".join(re.escape(piece.encode()) for piece in CHANGING.split(text)))


def read(cli: Any, wanted: str) -> bytes:
    """What arrives, until it is what was wanted or time is up."""
    got, pattern, until = b"", pattern_of(wanted), time.monotonic() + SECONDS
    cli.channel.settimeout(0.05)
    while not pattern.fullmatch(got) and time.monotonic() < until:
        try:
            got += cli.channel.recv(65536)
        except TimeoutError:
            continue
        if cli.channel.closed:
            break
    return wanted.encode() if pattern.fullmatch(got) else got


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_session_is_as_written_down(start: Callable[..., Any], typist: Any, seed: str, path: Path) -> None:
    options, transcript = parts_of(path.read_text())
    startup = "hostname csr1000v\n" + (seed if options.pop("seed", False) else options.pop("startup", ""))
    cli = typist(start(startup=startup, **options).port)
    for typed, wanted in steps_of(transcript):
        cli.send(typed)
        assert read(cli, wanted).decode() == wanted
    cli.channel.settimeout(0.02)
    with pytest.raises(TimeoutError):
        cli.channel.recv(1)
