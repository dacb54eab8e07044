"""SavedConfiguration: what was verified survives a reload."""

from typing import Any

import pulumi
from pulumi.dynamic import (
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

from providers.process import begin, desk_for

Props = dict[str, Any]


class SavedConfigurationProvider(ResourceProvider):
    """`write memory`, again whenever the fingerprint of the stack's lines is another."""

    serialize_as_secret_always = False

    def configure(self, req: ConfigureRequest) -> None:
        """The stack's configuration is at hand."""
        begin(req)

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """Nothing is computed here and nobody is asked."""
        return CheckResult(news, [])

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the lines are, or the way to the router."""
        return DiffResult(changes=any(_olds.get(key) != value for key, value in _news.items()))

    def create(self, props: Props) -> CreateResult:
        """The running configuration is the startup configuration."""
        desk_for(props).save()
        return CreateResult(f"{props['router']}/saved", props)

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """The changed running configuration is the startup configuration."""
        desk_for(_news).save()
        return UpdateResult(_news)

    def delete(self, _id: str, _props: Props) -> None:
        """Nothing yet: RouterAccess saves once everything else is gone."""


class SavedConfiguration(Resource, module="router", name="SavedConfiguration"):
    """The last step on a router, after the network was verified.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `fingerprint`, of all lines of the stack on this router.
    """

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(SavedConfigurationProvider(), name, props, opts)
