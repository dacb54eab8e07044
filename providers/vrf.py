"""Vrf: a routing table of its own, with what it exports and imports."""

from render.iosxe.kinds import VRF

from providers.adapter import KindProvider, KindResource


class VrfProvider(KindProvider):
    """Route targets change in place; another name is another VRF."""

    kind = VRF
    identity_keys = ("router", "name")


class Vrf(KindResource, module="router", name="Vrf"):
    """One VRF: route distinguisher and route targets."""

    provider = VrfProvider
