"""Interface: an interface's VRF and address; what it had before comes back on delete."""

from providers.adapter import KindProvider, KindResource
from render.iosxe.kinds import INTERFACE


class InterfaceProvider(KindProvider):
    """VRF and address change in place; a physical port is never removed."""

    kind = INTERFACE
    kind_name = "interface"
    identity_keys = ("router", "name", "syntax")


class Interface(KindResource, module="router", name="Interface"):
    """One interface: its VRF and its address."""

    provider = InterfaceProvider
