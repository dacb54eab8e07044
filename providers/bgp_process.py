"""BgpProcess: the router's BGP process, which may have foreign families."""

from providers.object_provider import ObjectProvider, ObjectResource


class BgpProcessProvider(ObjectProvider):
    """Another AS is another process; foreign configuration in it stays."""

    type_name = "bgp process"
    identity_keys = ("router", "asn")


class BgpProcess(ObjectResource, module="router", name="BgpProcess"):
    """The BGP process: AS and router id."""

    provider = BgpProcessProvider
