"""A stack's file is read by YAML 1.2, and what the engine reads otherwise is told."""

import pytest

from model import yaml_scalars
from model.stack_config import stack_config
from model.stack_file import UnreadableError, document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("64620:20", "64620:20"), ("1:30", "1:30"), ("yes", "yes"), ("on", "on"), ("No", "No"), ("=", "=")),
        *(("true", True), ("False", False), ("~", None), ("", None), ("null", None), ("nULL", "nULL")),
        *(("7", 7), ("-0", 0), ("+12", 12), ("0o17", 15), ("0x1F", 31), ("1e3", 1000.0), (".5", 0.5), ("1.", 1.0)),
        *(("2024-01-01", "2024-01-01"), ("1_000", "1_000"), ("0b11", "0b11"), ("0777", 777), (".inf", ".inf")),
        *(("\uff11\uff12", "\uff11\uff12"), ("-0x1F", "-0x1F"), ("1.0.0", "1.0.0"), ("9" * 30, int("9" * 30))),
    ],
)
def test_an_unquoted_text_is_what_yaml_1_2_says(text: str, value: object) -> None:
    read = yaml_scalars.core(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0777", 511), ("0899", 899.0), ("0b11", 3), ("1_000", 1000), ("685_230.15", 685230.15), ("-0x1F", -31)),
        *(("2024-01-01", "2024-01-01 00:00:00 +0000 UTC"), ("2024-1-1", "2024-01-01 00:00:00 +0000 UTC")),
        *(("18446744073709551615", 18446744073709552000), (".9_1", 0.91), ("._9", "._9"), (".9_", ".9_")),
    ],
)
def test_the_engine_reads_some_otherwise_and_that_is_told(text: str, value: object) -> None:
    assert yaml_scalars.engine(text) == value
    assert yaml_scalars.is_plain(text) == (text in ("0899", "._9", ".9_"))


@pytest.mark.parametrize("key", ["1e3", "True", "~", "0x1F", "007", "1.50", "2024-01-01", "65002.0"])
def test_a_key_that_the_engine_would_write_otherwise_is_told(key: str) -> None:
    assert [problem.code for problem in document(f"{key}: x").problems] == ["YAML03"]
    assert document(f'"{key}": x').problems == []


@pytest.mark.parametrize("key", ["7", "yes", "true", "64620:20", "a.b", "1.2.3"])
def test_a_key_that_both_read_alike_is_text(key: str) -> None:
    read = document(f"{key}: x")
    assert (read.value, read.problems) == ({key: "x"}, [])


def test_anchors_and_merges_are_followed() -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [{z: 1}, *a], x: 9}\nd: *a\n"
    assert document(text).value == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": {"z": 1, "x": 9, "y": 2},
        "d": {"x": 1, "y": 2},
    }


def test_a_quoted_or_a_block_text_stays_text() -> None:
    assert document("""a: "7"\nb: '2024-01-01'\nc: |\n  0777\nd: !!str 7\n""").value == {
        "a": "7",
        "b": "2024-01-01",
        "c": "0777\n",
        "d": "7",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &a [*a]", "line 1: anchor 'a' contains itself"),
        ("a: &a {b: {c: *a}}", "line 1: anchor 'a' contains itself"),
        ("a: *b", "line 1: there is no anchor 'b' before it"),
        ("{[1]: 2}", "line 1: a key that is not a text"),
        ("a: 1\n---\nb: 2\n", "line 2: a second document; a stack's file has one"),
        ("a: [1", "line 2, column 1: did not find expected ',' or ']'"),
        ("a: {<<: 7}", "<< takes a mapping, or a list of them"),
        ("a: \x07", "character 4 is not allowed in YAML: control characters are not allowed"),
    ],
)
def test_what_is_no_stacks_file_ends_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        document(text)
    assert str(caught.value) == reason


def test_a_key_twice_is_told_with_both_lines_at_any_depth() -> None:
    (problem,) = document("a:\n  - b: 1\n    c: 2\n    b: 3\n").problems
    assert (problem.path, problem.what) == ("a[0].b", "the key is duplicate, in lines 2 and 4")


def test_other_projects_keys_and_the_providers_are_let_pass() -> None:
    config = stack_config("config: {pulumi:x: [1], kubernetes:y: 1, other:calico: 2, me:calico: 3}", "me")
    assert (config.value, config.problems) == ({"calico": 3}, [])
