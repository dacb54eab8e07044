"""PrefixList: what may be advertised."""

from providers.object_provider import ObjectProvider, ObjectResource


class PrefixListProvider(ObjectProvider):
    """Entries change in place, never through an empty list."""

    type_name = "prefix list"
    identity_keys = ("router", "name")


class PrefixList(ObjectResource, module="router", name="PrefixList"):
    """One prefix list."""

    provider = PrefixListProvider
