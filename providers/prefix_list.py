"""PrefixList: a filter for advertised prefixes."""

from providers.object_provider import ObjectProvider, ObjectResource


class PrefixListProvider(ObjectProvider):
    """Entries change in place; the list is never empty."""

    type_name = "prefix list"
    identity_keys = ("router", "name")


class PrefixList(ObjectResource, module="router", name="PrefixList"):
    """One prefix list."""

    provider = PrefixListProvider
