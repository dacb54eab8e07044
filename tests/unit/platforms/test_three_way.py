"""What becomes of a setting, from its original line, what was applied last and what is wanted now."""

import pytest

from platforms.three_way import three_way


@pytest.mark.parametrize(
    ("original", "applied", "wanted", "running", "becomes"),
    [
        ({"a": "old"}, {"a"}, {"a": "new"}, {"a"}, {"a": "new"}),
        ({}, (), {"a": None}, {"a"}, {"a": None}),
        ({"a": "old"}, {"a"}, {}, {"a"}, {"a": "old"}),
        ({"a": "old"}, {"a"}, {}, (), {"a": "old"}),
        ({}, {"a"}, {}, {"a"}, {"a": None}),
        (None, {"a"}, {}, {"a"}, {"a": None}),
        ({}, (), {}, {"a"}, {"a": None}),
        ({"a": "old"}, (), {}, {"a"}, {}),
        (None, (), {}, {"a"}, {}),
    ],
    ids=[
        "what is wanted wins",
        "a declared default has no line",
        "an original line is given back",
        "also where it does not run",
        "without an original line it goes",
        "also where the original is unknown",
        "an addition is drift",
        "an original line that was never declared is foreign",
        "an addition to an unknown original is foreign",
    ],
)
def test_a_setting_becomes(
    original: dict[str, str] | None,
    applied: set[str],
    wanted: dict[str, str | None],
    running: set[str],
    becomes: dict[str, str | None],
) -> None:
    assert three_way(original, applied, wanted, running) == becomes
