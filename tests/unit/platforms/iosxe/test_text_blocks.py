"""A line opens a text, or it does not; the text ends where IOS ends it."""

import pytest

from platforms.iosxe.text_blocks import TextEnd, text_end

OPEN = {
    "banner motd ^C": TextEnd("^C"),
    "banner motd ^CC": TextEnd("^C"),
    "banner login ^Welcome": TextEnd("^"),
    "banner exec #Authorized use only": TextEnd("#"),
    "banner incoming z": TextEnd("z"),
    "banner prompt-timeout \x03": TextEnd("\x03"),
    "banner slip-ppp @": TextEnd("@"),
    "aaa authentication fail-message ^C": TextEnd("^C"),
    "aaa authentication banner *": TextEnd("*"),
    "menu OPS title ^C": TextEnd("^C"),
    "menu OPS prompt /": TextEnd("/"),
    "busy-message core1 ^C": TextEnd("^C"),
    " refuse-message ^C": TextEnd("^C"),
    " vacant-message ^C": TextEnd("^C"),
    " banner text ^C": TextEnd("^C"),
    " banner title ^C": TextEnd("^C"),
    " banner ^C": TextEnd("^C"),
    "ip admission auth-proxy-banner http ^C": TextEnd("^C"),
    "macro name ACCESS": TextEnd("@", alone=True),
    "macro auto execute CUSTOM_EVENT {": TextEnd("}", alone=True),
}
NOT_OPEN = (
    "banner motd ^CAuthorized use only^C",
    "banner motd #one line#",
    "banner motd",
    "aaa authentication login default local",
    "aaa authentication username-prompt Name:",
    "menu OPS text 1 Show the version",
    "menu OPS command 1 show version",
    "macro global description cisco-global",
    "macro auto global processing",
    " banner file flash:page.html",
    " banner title Guests",
    "ip admission name WEB proxy http",
    "ip auth-proxy auth-proxy-banner http flash:page.html",
    " vacant-message",
    "description banner motd ^C",
    "interface GigabitEthernet1",
)


@pytest.mark.parametrize("line", OPEN)
def test_a_text_that_is_open_ends_with_its_delimiter(line: str) -> None:
    assert text_end(line) == OPEN[line]


@pytest.mark.parametrize("line", NOT_OPEN)
def test_other_lines_and_texts_that_end_on_their_first_line_open_nothing(line: str) -> None:
    assert text_end(line) is None


def test_a_delimiter_ends_a_text_wherever_it_stands() -> None:
    assert [TextEnd("@").is_in(line) for line in ("call netops@example.net", "call netops", "@")] == [True, False, True]


def test_a_macro_ends_with_a_line_of_its_own() -> None:
    end = TextEnd("@", alone=True)
    assert [end.is_in(line) for line in ("description netops@example.net", " @", "@\r")] == [False, True, True]
