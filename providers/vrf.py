"""Vrf: a routing table of its own, with what it exports and imports."""

from providers.adapter import KindProvider, KindResource
from render.iosxe.kinds import VRF


class VrfProvider(KindProvider):
    """Route targets change in place; another name or dialect is another VRF."""

    kind = VRF
    kind_name = "vrf"
    identity_keys = ("router", "name", "syntax")


class Vrf(KindResource, module="router", name="Vrf"):
    """One VRF: route distinguisher and route targets."""

    provider = VrfProvider
