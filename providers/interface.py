"""Interface: an interface's VRF and address; delete restores the original ones."""

from providers.object_provider import ObjectProvider, ObjectResource


class InterfaceProvider(ObjectProvider):
    """VRF and address change in place; a physical port is never removed."""

    type_name = "interface"
    identity_keys = ("router", "name", "syntax")


class Interface(ObjectResource, module="router", name="Interface"):
    """One interface: its VRF and its address."""

    provider = InterfaceProvider
