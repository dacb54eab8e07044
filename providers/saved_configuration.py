"""SavedConfiguration: the verified configuration, saved for the next reload."""

from pulumi.dynamic import CreateResult, DiffResult, UpdateResult

from apply.found_objects import print_found
from apply.properties import Props
from providers.process import device_for, requested
from providers.provided_resource import ProvidedResource
from providers.provider_base import ProviderBase


class SavedConfigurationProvider(ProviderBase):
    """Saves the running configuration, again whenever the fingerprint of the stack's lines changes."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the lines or the endpoint are."""
        return DiffResult(changes=any(_olds.get(key) != value for key, value in _news.items()))

    def create(self, props: Props) -> CreateResult:
        """Save the running configuration."""
        _save(props)
        return CreateResult(f"{props['router']}/saved", props)

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """Save the changed running configuration."""
        _save(_news)
        return UpdateResult(_news)

    def delete(self, _id: str, _props: Props) -> None:
        """Nothing: RouterAccess saves after all other resources are deleted."""


def _save(props: Props) -> None:
    """Save, and forget the journal's entries of this run: the engine has recorded their resources by now.

    Entries of a killed run whose resources the stack no longer has stay until `destroy`.
    """
    device = device_for(props)
    with device.config_lock():
        device.save()
        print_found(device)
        device.journal.forget(requested())


class SavedConfiguration(ProvidedResource, module="router", name="SavedConfiguration"):
    """The last step on a router, after the network was verified.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `fingerprint`, of all lines of the stack on this router.
    """

    provider = SavedConfigurationProvider
