"""BgpVrf: one VRF's BGP family with all its neighbors."""

from providers.adapter import KindProvider, KindResource
from render.iosxe.kinds import BGP_VRF


class BgpVrfProvider(KindProvider):
    """Neighbors come and go one by one, never active without their filter."""

    kind = BGP_VRF
    kind_name = "bgp vrf"
    identity_keys = ("router", "asn", "vrf", "syntax")


class BgpVrf(KindResource, module="router", name="BgpVrf"):
    """One VRF's BGP family: router id, redistribution, multipath and the neighbors."""

    provider = BgpVrfProvider
