"""BgpProcess: the router's BGP process, shared with whatever else runs in it."""

from providers.object_provider import ObjectProvider, ObjectResource


class BgpProcessProvider(ObjectProvider):
    """Another AS is another process; what others configured in it stays."""

    type_name = "bgp process"
    identity_keys = ("router", "asn")


class BgpProcess(ObjectResource, module="router", name="BgpProcess"):
    """The BGP process: AS and router id."""

    provider = BgpProcessProvider
