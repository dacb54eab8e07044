"""Where a family is shown, a password has the name of its key; no fingerprint is there to try guesses against."""

from typing import Any

import pytest

from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.tree import Tree, parse
from platforms.passwords import fingerprint
from providers.bgp_vrf import versions

FIRST, SECOND = fingerprint("a-good-word"), fingerprint("another-word")


def values(**more: Any) -> BgpVrfValues:
    neighbor = {"remote_as": 65001, "password_key": "bgpPassword"}
    family = {"asn": 65000, "vrf": "A", "rd": "65000:1", "neighbors": {"10.0.0.1": neighbor}}
    return BgpVrfValues.model_validate({**family, "password_marks": {"bgpPassword": FIRST}, **more})


def tree(password: str) -> Tree:
    neighbor = f"  neighbor 10.0.0.1 remote-as 65001\n  neighbor 10.0.0.1 password {password}\n"
    activated = f"{neighbor}  neighbor 10.0.0.1 activate\n"
    return parse(f"ip vrf A\n rd 65000:1\n!\nrouter bgp 65000\n !\n address-family ipv4 vrf A\n{activated}!\nend")


def password_line(texts: dict[str, str] | None) -> str:
    (line,) = [line for line in (texts or {})["10.0.0.1"].splitlines() if "password" in line]
    return line


def test_the_wanted_password_has_the_name_of_its_key() -> None:
    assert password_line(BGP_VRF.lines(values())) == "neighbor 10.0.0.1 password <bgpPassword>"


def test_one_that_was_changed_is_counted() -> None:
    assert (
        password_line(BGP_VRF.lines(values(password_versions={"bgpPassword": 2.0})))
        == "neighbor 10.0.0.1 password <bgpPassword 2>"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a-good-word", "<bgpPassword>"),
        ("0 a-good-word", "<bgpPassword>"),
        ("another-word", "<another>"),
        ("6 only-the-router-reads-this", "<encrypted>"),
    ],
)
def test_the_password_on_the_router_is_the_stacks_or_another(typed: str, shown: str) -> None:
    assert password_line(BGP_VRF.running(tree(typed), values())) == f"neighbor 10.0.0.1 password {shown}"


def test_a_password_that_a_reload_brought_back_is_shown_without_its_fingerprint() -> None:
    without = values(neighbors={"10.0.0.1": {"remote_as": 65001}}, password_marks={})
    before = BGP_VRF.before_update(tree("a-good-word"), without, values(), BgpVrfHistory(existed=False))
    assert before.state()["formerly_said"] == {"10.0.0.1": {"password": f"password <{FIRST}>"}}
    assert password_line(BGP_VRF.running(tree("a-good-word"), without, before)) == (
        "neighbor 10.0.0.1 password <another>"
    )


def test_plans_keep_the_fingerprint_that_the_password_is_put_in_for() -> None:
    plan = BGP_VRF.plan(tree("another-word"), values(), None)
    assert [command.line for command in plan.commands] == [f"neighbor 10.0.0.1 password <{FIRST}>"]


def test_an_old_states_fingerprints_stay_as_they_are_in_it() -> None:
    old = values(neighbors={"10.0.0.1": {"remote_as": 65001, "password": FIRST}}, password_marks={})
    assert password_line(BGP_VRF.lines(old)) == f"neighbor 10.0.0.1 password <{FIRST}>"
    assert password_line(BGP_VRF.running(tree("a-good-word"), old)) == f"neighbor 10.0.0.1 password <{FIRST}>"


OLD: dict[str, Any] = {"neighbors": {"10.0.0.1": {"password_key": "bgpPassword", "password": FIRST}}}
NOW = {"password_marks": {"bgpPassword": FIRST}}


@pytest.mark.parametrize(
    ("olds", "news", "counted"),
    [
        ({}, NOW, {}),
        (NOW, NOW, {}),
        (OLD, NOW, {}),
        ({"neighbors": [OLD["neighbors"]["10.0.0.1"]]}, NOW, {}),
        (OLD, {"password_marks": {"bgpPassword": SECOND}}, {"bgpPassword": 2}),
        (NOW, {"password_marks": {"bgpPassword": SECOND}}, {"bgpPassword": 2}),
        ({**NOW, "password_versions": {"bgpPassword": 2.0}}, NOW, {"bgpPassword": 2}),
        (
            {"password_marks": {"bgpPassword": SECOND}, "password_versions": {"bgpPassword": 2.0}},
            NOW,
            {"bgpPassword": 3},
        ),
        ({**NOW, "password_versions": {"bgpPassword": 2.0}}, {"password_marks": {}}, {}),
    ],
)
def test_a_password_is_counted_where_it_is_another_than_before(
    olds: dict[str, Any], news: dict[str, Any], counted: dict[str, int]
) -> None:
    assert versions(olds, news) == counted
