"""A router with `managed: false` needs no access, and every check of what the stack describes still applies to it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from model.lab_secrets import PASSPHRASE, lab_secret_problems
from model.load import findings, stack_from
from preflight.__main__ import report_on
from tests.check_cases import CHECK_CASES, SOUND, CheckCase, merged
from tests.seed import PROJECT, Values, seed_stack, seed_values

ACCESS = ("host", "port", "username", "knownHosts")
STACKS = pytest.mark.parametrize("name", ["dev", "frr"])


def without_access(values: Values, **keys: Any) -> None:
    """The stack does not manage its router and has no access to it, but for the keys."""
    for router in values["routers"].values():
        for key in ACCESS:
            router.pop(key, None)
        router.update({"managed": False, **keys})


def problems(**keys: Any) -> list[str]:
    values = seed_values("frr")
    without_access(values, **keys)
    return [str(each).split("\n")[0] for each in findings(values, {*values}, set(), {})[1]]


@STACKS
def test_it_needs_no_access(name: str) -> None:
    (router,) = seed_stack(without_access, name).routers.values()
    assert (router.managed, router.host, router.username) == (False, None, None)


@STACKS
def test_a_router_is_managed_unless_the_file_says_otherwise(name: str) -> None:
    (router,) = seed_stack(name=name).routers.values()
    assert router.managed


@pytest.mark.parametrize("off", [False, "no", "Off", "false"])
def test_no_password_is_needed_either(off: object) -> None:
    assert problems(managed=off) == []


def test_a_managed_router_needs_host_user_and_password() -> None:
    assert problems(managed=True) == [
        "FORM02 routers.edge.host: is missing",
        "FORM02 routers.edge.username: is missing",
        "KEY04 routerPassword: is missing",
    ]


def test_a_host_needs_a_user() -> None:
    assert problems(host="192.0.2.1") == ["FORM02 routers.edge.username: is missing"]


def test_a_password_that_another_router_needs_is_missing() -> None:
    values = seed_values()
    values["routers"]["spare"] = {**values["routers"]["csr1000v"], "managed": False}
    assert "KEY04" in {each.code for each in findings(values, {*values}, set(), {})[1]}


def test_a_password_in_clear_text_is_refused_all_the_same() -> None:
    values = seed_values()
    without_access(values)
    assert [each.code for each in findings(values, {*values, "routerPassword"}, set(), {})[1]] == ["KEY03"]


def test_the_sessions_passwords_are_needed() -> None:
    values = seed_values()
    without_access(values)
    values["calico"]["session"] = {"passwordKey": "calicoPassword"}
    assert [each.path for each in findings(values, {*values}, set(), {})[1]] == ["calicoPassword"]


def test_routers_without_a_host_are_distinct() -> None:
    values = seed_values()
    without_access(values)
    values["routers"]["spare"] = values["routers"]["csr1000v"]
    assert "ROUTER02" not in {each.code for each in findings(values, {*values}, set(), {})[1]}


def test_the_labs_passphrase_matters_only_to_a_router_with_a_host() -> None:
    values = seed_values()
    without_access(values)
    assert list(lab_secret_problems(stack_from(values), None, PASSPHRASE)) == []
    without_access(values, host="192.0.2.1", username="admin")
    assert [each.code for each in lab_secret_problems(stack_from(values), None, PASSPHRASE)] == ["SECRET02"]


def about_the_network() -> list[CheckCase]:
    kinds = ("as-of-router", "filter-entry", "frr-", "hint-", "interface-", "leak-", "peer-", "vrf-")
    return [case for case in CHECK_CASES if case.name.startswith(kinds)]


@pytest.mark.parametrize("case", about_the_network(), ids=lambda case: case.name)
def test_what_is_checked_of_the_network_is_checked_of_its_router_too(case: CheckCase, tmp_path: Path) -> None:
    file = tmp_path / "stack.yaml"
    values = merged(SOUND, next(iter(yaml.safe_load_all(case.file.read_text()))))
    without_access(values["config"] | {"routers": values["config"]["bgp-coexist:routers"]})
    file.write_text(yaml.safe_dump(values, sort_keys=False))
    assert f"{report_on(file, PROJECT)}\n" == case.expected
