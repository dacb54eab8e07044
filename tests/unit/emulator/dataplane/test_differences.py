"""A difference and its base give the whole text."""

from tests.unit.emulator.dataplane.differences import difference

BASE = "# head\na 1;\n\nb {\n  one;\n  two;\n}\nb2 {\n  one;\n  two;\n}\n"


def test_nothing_is_different_from_itself() -> None:
    assert difference(BASE, BASE) == ""


def test_a_changed_line_stands_under_its_block() -> None:
    assert difference(BASE, BASE.replace("b2 {\n  one;", "b2 {\n  other;")) == "@@ b2 { +1\n-  one;\n+  other;\n"


def test_what_is_added_at_either_end_is_seen() -> None:
    assert difference(BASE, f"first\n{BASE}") == "@@ # head +0\n+first\n"
    assert difference(BASE, f"{BASE}last\n") == "@@ b2 { +4\n+last\n"
