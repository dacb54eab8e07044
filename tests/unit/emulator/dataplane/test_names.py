"""IOS's names below the prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.dataplane.names import address_label, assign_tables, link, prefix_list_function


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("GigabitEthernet2", "Gi2"),
        ("GigabitEthernet2.10", "Gi2.10"),
        ("TenGigabitEthernet0/1", "Te0-1"),
        ("Loopback0", "lo"),
        ("GigabitEthernet1", None),
        ("Tunnel1", None),
        ("", None),
    ],
)
def test_the_link_under_an_interface(name: str, below: str | None) -> None:
    assert link(name) == below


@pytest.mark.parametrize(
    ("name", "label"),
    [("Loopback2", "lo:Lo2"), ("GigabitEthernet2", "Gi2:ios"), ("Loopback2147483647", "lo:Lo2147483647")],
)
def test_the_label_that_marks_our_addresses_fits_the_kernel(name: str, label: str) -> None:
    assert address_label(name) == label
    assert len(label) <= 15


def test_the_global_table_is_1000_and_vrfs_follow_in_name_order() -> None:
    assert assign_tables({}, ["b", "a"]) == {None: 1000, "a": 1001, "b": 1002}


def test_a_vrf_keeps_its_table_when_others_come_and_go() -> None:
    assert assign_tables({None: 1000, "a": 1001, "b": 1002}, ["b", "c", "d"]) == {
        None: 1000,
        "b": 1002,
        "c": 1001,
        "d": 1003,
    }


@given(st.sets(st.text(min_size=1, max_size=5)), st.sets(st.text(min_size=1, max_size=5)))
def test_no_two_vrfs_ever_share_a_table(first: set[str], second: set[str]) -> None:
    tables = assign_tables(assign_tables({}, first), second)
    assert set(tables) == {None, *second}
    assert len(set(tables.values())) == len(tables)


def test_prefix_lists_whose_names_differ_in_a_sign_are_different_functions() -> None:
    assert prefix_list_function("deny-all") != prefix_list_function("deny_all")


@given(st.text(min_size=1, max_size=63))
def test_a_function_name_is_one_that_bird_reads(name: str) -> None:
    function = prefix_list_function(name)
    assert len(function) <= 64
    assert function.isascii()
    assert function.replace("_", "").isalnum()
