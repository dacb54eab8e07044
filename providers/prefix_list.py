"""PrefixList: what may be advertised."""

from providers.adapter import KindProvider, KindResource
from render.iosxe.kinds import PREFIX_LIST


class PrefixListProvider(KindProvider):
    """Entries change in place, never through an empty list."""

    kind = PREFIX_LIST
    kind_name = "prefix list"
    identity_keys = ("router", "name")


class PrefixList(KindResource, module="router", name="PrefixList"):
    """One prefix list."""

    provider = PrefixListProvider
