"""BgpVrf: one VRF's BGP family with all its neighbors."""

import pulumi
from pulumi.dynamic import CheckResult

from apply.properties import Props
from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.objects.named_passwords import versions
from providers.object_provider import ObjectProvider, ObjectResource


class BgpVrfProvider(ObjectProvider):
    """Neighbors come and go one by one, never active without their filter."""

    object_type = BGP_VRF
    type_name = "bgp vrf"
    identity_keys = ("router", "asn", "vrf", "syntax")

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """The same as of every kind; a password that is another than the last one is the next of its key."""
        counted = {} if pulumi.contains_unknowns(news) else versions(_olds, news)
        return super().check(_olds, {**news, **({"password_versions": counted} if counted else {})})


class BgpVrf(ObjectResource, module="router", name="BgpVrf"):
    """One VRF's BGP family: router id, redistribution, multipath and the neighbors."""

    provider = BgpVrfProvider

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        # What was there before has passwords' fingerprints: a guess could be tried against them.
        secret = pulumi.ResourceOptions(additional_secret_outputs=["before"])
        super().__init__(name, props, pulumi.ResourceOptions.merge(opts, secret))
