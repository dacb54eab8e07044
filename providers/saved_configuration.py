"""SavedConfiguration: what was verified survives a reload."""

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    Resource,
    UpdateResult,
)

from providers.found_objects import print_found
from providers.process import desk_for, stack
from providers.quiet import Props, QuietProvider


class SavedConfigurationProvider(QuietProvider):
    """`write memory`, again whenever the fingerprint of the stack's lines is another."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the lines are, or the way to the router."""
        return DiffResult(changes=any(_olds.get(key) != value for key, value in _news.items()))

    def create(self, props: Props) -> CreateResult:
        """The running configuration is the startup configuration."""
        _save(props)
        return CreateResult(f"{props['router']}/saved", props)

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """The changed running configuration is the startup configuration."""
        _save(_news)
        return UpdateResult(_news)

    def delete(self, _id: str, _props: Props) -> None:
        """Nothing yet: RouterAccess saves once everything else is gone."""


def _save(props: Props) -> None:
    """Saves, and trusts the state with everything: the engine has recorded all that comes before this."""
    desk = desk_for(props)
    desk.save()
    print_found(desk)
    desk.journal.forget_all(stack())


class SavedConfiguration(Resource, module="router", name="SavedConfiguration"):
    """The last step on a router, after the network was verified.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `fingerprint`, of all lines of the stack on this router.
    """

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(SavedConfigurationProvider(), name, props, opts)
