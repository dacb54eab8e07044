"""Which lines of an IOS-XE configuration open a text, and what ends it: the text between is free and no configuration.

A banner may hold `end`, `router bgp 65009` or a prompt. Reading a configuration off a router and
making a tree of it both need to know where a text stops, so the table stands below both folders.

IOS prints the delimiter Ctrl-C as the two characters `^C`; saved and self-written files have any other character.
Certificates, keys and EEM applets need no entry: what belongs to them stands deeper than its first line.

Source: Cisco IOS command references: banner motd|login|exec|incoming|prompt-timeout|slip-ppp, aaa authentication
banner, aaa authentication fail-message, menu title, menu prompt, busy-message, refuse-message, vacant-message, macro
name, parameter-map type webauth, crypto isakmp client configuration group.
"""

import re
from typing import NamedTuple

# A line that opens a text begins so; one look at each line of a large configuration must be cheap.
_FIRST_WORDS = (
    "banner ",
    "aaa authentication ",
    "macro ",
    "menu ",
    "busy-message ",
    "refuse-message ",
    "vacant-message ",
    "ip auth-proxy ",
    "ip admission ",
)

# What stands before the delimiter. These commands take any character for it.
_ANY_DELIMITER = re.compile(
    r"banner (?:motd|login|exec|incoming|prompt-timeout|slip-ppp|config-save) "
    r"|aaa authentication (?:banner|fail-message) "
    r"|menu \S+ (?:title|prompt) "
    r"|busy-message \S+ "
    r"|(?:refuse|vacant)-message "
)
# These may also stand with plain words, which have no end: only what no word begins with delimits their text.
_NO_WORD = re.compile(
    r"(?:banner (?:text |title )?|ip (?:auth-proxy|admission) auth-proxy-banner (?:http |ftp |telnet )?)(?=\^C|[^\w ])"
)
# A macro's text stands to a line of its own; a shell function's, too.
_MACRO = re.compile(r"macro name \S+$")
_SHELL = re.compile(r"macro auto execute \S+ \{$")


class TextEnd(NamedTuple):
    """What ends a text.

    Attributes:
        mark: The delimiter.
        alone: Whether it ends the text only on a line of its own; others end it wherever they stand.
    """

    mark: str
    alone: bool = False

    def is_in(self, line: str) -> bool:
        """Whether this later line ends the text."""
        return line.strip() == self.mark if self.alone else self.mark in line


def text_end(line: str) -> TextEnd | None:
    """What ends the text that this line opens; None where it opens none, or ends on the same line.

    Args:
        line: One line of a configuration, with or without its indent.
    """
    line = line.strip()
    if not line.startswith(_FIRST_WORDS):
        return None
    if _MACRO.match(line):
        return TextEnd("@", alone=True)
    if _SHELL.match(line):
        return TextEnd("}", alone=True)
    found = _ANY_DELIMITER.match(line) or _NO_WORD.match(line)
    text = line[found.end() :] if found else ""
    delimiter = text[:2] if text.startswith("^C") else text[:1]
    return TextEnd(delimiter) if delimiter and delimiter not in text[len(delimiter) :] else None
