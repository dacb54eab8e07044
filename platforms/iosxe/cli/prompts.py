"""The prompts of IOS-XE, which line opens which mode, and the log messages between them, as a table.

Source: prompts and modes as recorded from CSR1000v 16.12 and IOS 15 by the authors of scrapli, netmiko and unicon.
"""

import re
from dataclasses import dataclass

# IOS shortens the hostname to this many characters once it shows a mode in parentheses.
SHORTENED = 20

LOG_MESSAGE = (
    r"[*.]?(?:\d{6}: )?(?:[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?(?: \w+)?: )?"
    r"%[A-Z0-9_]+-(?:[A-Z0-9_]+-)?[0-7]-[A-Z0-9_]+: [^\r\n]*"
)
_PROMPT = r"(?:^|[\r\n])(?P<host>[\w.\-@/:+]{1,63})(?:\((?P<mode>[\w.\-]{1,32})\))?(?P<mark>[>#]) ?"
# The last minute of a revert timer is announced in every mode.
_LAST_MINUTE = r'Rollback Confirmed Change: Rollback will begin[^\r\n]*[\r\n]+Enter "configure confirm"[^\r\n]*'
# A log message may follow the prompt before anything is typed.
_AT_END = re.compile(_PROMPT + rf"(?:[\r\n]+{LOG_MESSAGE}|[\r\n]*{_LAST_MINUTE})*[\r\n]*\Z")
# An empty line after a prompt: the line end is its echo, the same prompt follows. Log messages may come between.
_ANSWERED = re.compile(
    _PROMPT
    + rf"(?P<again>(?:[\r\n]+{LOG_MESSAGE})*[\r\n]+(?P=host)(?:\((?P=mode)\))?(?P=mark) ?)"
    + rf"(?:[\r\n]+{LOG_MESSAGE}|[\r\n]*{_LAST_MINUTE})*[\r\n]*\Z"
)
_MORE = re.compile(r"-- ?[Mm]ore ?--[\s\x08]*\Z")
_QUESTION = re.compile(r"(?:\[confirm\]|\[(?:yes/no|no|yes)\]: ?|\]\?) ?\Z|Password: ?\Z")
_TAIL = 2000


@dataclass(frozen=True)
class Prompt:
    """A prompt: the hostname, the mode in parentheses ("" at the top), and # or >."""

    host: str
    mode: str
    mark: str

    @property
    def privileged(self) -> bool:
        """Whether this is the prompt of a privileged user outside configuration."""
        return self.mark == "#" and not self.mode


def prompt_at_end(text: str, host: str = "") -> Prompt | None:
    """The prompt that `text` ends with; with `host`, only that router's own."""
    found = _AT_END.search(text[-_TAIL:])
    if found is None or (host and found["host"] not in (host, host[:SHORTENED])):
        return None
    return Prompt(found["host"], found["mode"] or "", found["mark"])


def answered_prompt(text: str, host: str = "") -> int | None:
    """Where the second prompt begins of the two that `text` ends with once an empty line was answered."""
    start = max(0, len(text) - _TAIL)
    found = _ANSWERED.search(text, start)
    if found is None or (host and found["host"] not in (host, host[:SHORTENED])):
        return None
    return found.start("again")


def pages(text: str) -> bool:
    """Whether the router waits for a key to print the next page."""
    return bool(_MORE.search(text[-_TAIL:]))


def question_at_end(text: str) -> str | None:
    """The question the router waits on, such as `Destination filename [startup-config]?`; None where it does not."""
    last = re.split(r"[\r\n]", text[-_TAIL:])[-1]
    return last.strip() if _QUESTION.search(last) else None


@dataclass(frozen=True)
class Entry:
    """A line that opens a mode: what it looks like, the mode it must be typed in (None: any), and the mode it opens."""

    line: re.Pattern[str]
    within: str | None
    mode: str


ENTRIES = (
    Entry(re.compile(r"configure terminal( .+)?"), "", "config"),
    Entry(re.compile(r"(ip vrf|vrf definition) \S+"), None, "config-vrf"),
    Entry(re.compile(r"interface \S+\.\d+"), None, "config-subif"),
    Entry(re.compile(r"interface \S+"), None, "config-if"),
    Entry(re.compile(r"router bgp \d+"), None, "config-router"),
    Entry(re.compile(r"address-family .+"), "config-router", "config-router-af"),
    Entry(re.compile(r"address-family .+"), "config-vrf", "config-vrf-af"),
    Entry(re.compile(r"archive"), None, "config-archive"),
)
ABOVE = {"config-router-af": "config-router", "config-vrf-af": "config-vrf", "config": ""}


def entry_of(mode: str, line: str) -> Entry | None:
    """The mode that `line`, typed in `mode`, opens; None where it opens none."""
    for entry in ENTRIES:
        if entry.line.fullmatch(line) and entry.within in (None, mode):
            return entry
    return None


def mode_after(mode: str, line: str) -> str:
    """The mode the router must be in once it has accepted `line` in `mode`; most lines stay where they are."""
    if line == "end":
        return ""
    if line in ("exit", "exit-address-family"):
        return ABOVE.get(mode, "config")
    entry = entry_of(mode, line)
    return entry.mode if entry else mode
