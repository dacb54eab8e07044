"""Vrf: a VRF with its route distinguisher and route targets."""

from providers.object_provider import ObjectProvider, ObjectResource


class VrfProvider(ObjectProvider):
    """Route targets change in place; another name or syntax is another VRF."""

    type_name = "vrf"
    identity_keys = ("router", "name", "syntax")


class Vrf(ObjectResource, module="router", name="Vrf"):
    """One VRF: route distinguisher and route targets."""

    provider = VrfProvider
