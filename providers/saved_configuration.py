"""SavedConfiguration: what was verified survives a reload."""

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    Resource,
    UpdateResult,
)

from apply.found_objects import print_found
from apply.properties import Props
from providers.process import device_for, met
from providers.provider_base import ProviderBase


class SavedConfigurationProvider(ProviderBase):
    """Saves the running configuration, again whenever the fingerprint of the stack's lines changes."""

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
    """Saves, and trusts the state with every resource of this run: the engine recorded them before it came to this.

    What a killed run made and the stack has no more stays on record until `destroy`.
    """
    device = device_for(props)
    with device.config_lock():
        device.save()
        print_found(device)
        device.journal.forget(met())


class SavedConfiguration(Resource, module="router", name="SavedConfiguration"):
    """The last step on a router, after the network was verified.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `fingerprint`, of all lines of the stack on this router.
    """

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(SavedConfigurationProvider(), name, props, opts)
