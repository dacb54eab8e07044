"""Unquoted YAML texts of every sort that YAML 1.1, YAML 1.2 or Go's reader takes for something else than text."""

import random

LISTED = (
    *("64620:20", "190:20:30", "1:30", "10.0.0.1", "1.0.0", "65002.0", "two-vrf"),
    *("yes", "Yes", "no", "on", "ON", "off", "y", "n", "true", "True", "TRUE", "tRUE", "false"),
    *("~", "null", "Null", "NULL", "nULL", "=", "<<"),
    *("2024-01-01", "2024-1-1", "2024-13-01", "2024-01-01 10:00:00", "2024-01-01T10:00:00Z", "20240101"),
    *("0777", "0899", "00", "007", "0o17", "0o8", "0O17", "0x1F", "0X1F", "-0x1F", "+0x1F", "0xG", "0b11", "-0b11"),
    *("1_000", "_1", "1_", "1__0", "0_7", "685_230.15", "0x_1F", "+12", "-0", "+", ".", "..", "-.5", ".5", "1."),
    *("1e3", "1E3", "1e+3", "1.5e-3", "1e400", ".5e1", "1e", "e1", "6.8523015e+5", "0x1p-2"),
    *("9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616"),
    *("123456789012345678901234567890", "\uff11\uff12", "0.1", "1.50", "100000000000000000000000.5"),
)
_ALPHABET = "0123456789" * 2 + "__..--++eExXoObB:aFZT"


def random_texts(count: int, seed: int = 20) -> list[str]:
    """Texts of the characters that numbers and dates are made of; the same every time."""
    chance = random.Random(seed)
    made = ("".join(chance.choices(_ALPHABET, k=chance.randint(1, 9))) for _ in range(count * 2))
    return [text for text in dict.fromkeys(made) if _is_one_scalar(text)][:count]


def _is_one_scalar(text: str) -> bool:
    """Whether the text stands for itself: no list's hyphen, no key's colon, no mark of a document."""
    starts = text[0] not in ":-" or (text[0] == "-" and text[1:2].isdigit())
    return starts and not text.endswith(":")
