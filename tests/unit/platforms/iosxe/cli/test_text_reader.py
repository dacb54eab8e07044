"""Where a configuration stands within a text, however its bytes come in."""

import pytest

from platforms.iosxe.cli.text_reader import TextReader

BANNER = "hostname rt\r\nbanner motd ^C\r\nend\r\nrt#^C\r\nrouter bgp 65000\r\n"


def opened(*parts: str) -> str:
    reader = TextReader()
    for part in parts:
        reader.add(part)
    return reader.open_text


@pytest.mark.parametrize("at", range(len(BANNER) + 1))
def test_a_text_is_open_from_its_first_line_to_its_delimiters_line(at: int) -> None:
    inside = BANNER.index("end") <= at < BANNER.index("router")
    assert opened(*BANNER[:at]) == opened(BANNER[:at]) == ("banner motd ^C" if inside else "")


@pytest.mark.parametrize("text", ["banner motd ^Cwelcome^C\n", "description banner motd ^C\n", "interface Loopback0\n"])
def test_what_opens_no_text(text: str) -> None:
    assert opened(text) == ""
