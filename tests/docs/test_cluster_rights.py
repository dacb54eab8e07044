"""The roles of docs/cluster-rights.yaml are as narrow as docs/cluster.md states; that they are enough the lab shows."""

from typing import Any

import yaml

from cluster import metallb, session_secret
from tests.engine import PROJECT

ROLES = ("bgp-coexist-checks", "bgp-coexist-objects", "bgp-coexist-release")
STATUSES = {f"{kind}{part}" for kind in ("servicebgpstatuses", "servicel2statuses") for part in ("", "/status")}


def documents() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((PROJECT / "docs/cluster-rights.yaml").read_text()))


def rules(*names: str) -> list[dict[str, Any]]:
    """The rules of the ClusterRoles with these names."""
    roles = [each for each in documents() if each["kind"] == "ClusterRole"]
    assert tuple(role["metadata"]["name"] for role in roles) == ROLES
    return [rule for role in roles if role["metadata"]["name"] in names for rule in role["rules"]]


def test_each_role_is_bound_to_the_one_service_account() -> None:
    account = {"kind": "ServiceAccount", "name": "bgp-coexist", "namespace": "bgp-coexist"}
    bindings = [each for each in documents() if each["kind"] == "ClusterRoleBinding"]
    assert [(each["roleRef"]["name"], each["subjects"]) for each in bindings] == [(role, [account]) for role in ROLES]


def test_no_rule_is_for_every_group_or_every_kind() -> None:
    assert [rule for rule in rules(*ROLES) if "*" in rule["apiGroups"] + rule["resources"]] == []


def test_every_verb_is_given_for_what_metallbs_own_role_has_it_for_and_for_nothing_else() -> None:
    assert {kind for rule in rules(*ROLES) if "*" in rule["verbs"] for kind in rule["resources"]} == STATUSES


def test_no_right_can_be_made_greater() -> None:
    strong = [rule for rule in rules(*ROLES) if {"escalate", "impersonate", "bind"} & set(rule["verbs"])]
    assert [(rule["resources"], rule["resourceNames"], rule["verbs"]) for rule in strong] == [
        (["roles"], [session_secret.SECRET], ["bind"])
    ]


def test_cluster_roles_are_changed_by_their_names_alone() -> None:
    named = [rule for rule in rules(*ROLES) if "clusterroles" in rule["resources"] and rule["verbs"] != ["create"]]
    assert [rule["resourceNames"] for rule in named] == [
        [f"{metallb.RELEASE}:controller", f"{metallb.RELEASE}:speaker"]
    ]


def test_the_checks_only_read() -> None:
    assert {verb for rule in rules("bgp-coexist-checks") for verb in rule["verbs"]} == {"list", "get"}
