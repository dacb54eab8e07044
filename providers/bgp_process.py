"""BgpProcess: the router's BGP process, shared with whatever else runs in it."""

from providers.adapter import KindProvider, KindResource
from render.iosxe.kinds import BGP_PROCESS


class BgpProcessProvider(KindProvider):
    """Another AS is another process; what others configured in it stays."""

    kind = BGP_PROCESS
    kind_name = "bgp process"
    identity_keys = ("router", "asn")


class BgpProcess(KindResource, module="router", name="BgpProcess"):
    """The BGP process: AS and router id."""

    provider = BgpProcessProvider
