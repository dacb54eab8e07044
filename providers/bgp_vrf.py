"""BgpVrf: one VRF's BGP family with all its neighbors."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CheckResult

from apply.properties import Props, neighbors_of
from providers.object_provider import ObjectProvider, ObjectResource


class BgpVrfProvider(ObjectProvider):
    """Neighbors are added and removed one by one, never active without their filter."""

    type_name = "bgp vrf"
    identity_keys = ("router", "asn", "vrf", "syntax")

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """As of every type, with a version for each key whose password has changed."""
        counted = {} if pulumi.contains_unknowns(news) else versions(_olds, news)
        return super().check(_olds, {**news, **({"password_versions": counted} if counted else {})})


class BgpVrf(ObjectResource, module="router", name="BgpVrf"):
    """One VRF's BGP family: router id, redistribution, multipath and the neighbors."""

    provider = BgpVrfProvider

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        # `before` has passwords' fingerprints: a guess could be tried against them.
        secret = pulumi.ResourceOptions(additional_secret_outputs=["before"])
        super().__init__(name, props, pulumi.ResourceOptions.merge(opts, secret))


def versions(olds: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, int]:
    """The version of each key's password, from 2 on: one more where the fingerprint has changed."""
    known = _known_marks(olds)
    counted = {
        key: int(olds.get("password_versions", {}).get(key, 1)) + (key in known and known[key] != mark)
        for key, mark in news.get("password_marks", {}).items()
    }
    return {key: version for key, version in counted.items() if version > 1}


def _known_marks(properties: Mapping[str, Any]) -> dict[str, str]:
    """The fingerprints by key; an old state has them in its neighbors."""
    old = {each.get("password_key", ""): each["password"] for each in neighbors_of(properties) if "password" in each}
    return {**old, **properties.get("password_marks", {})}
