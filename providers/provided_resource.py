"""A resource of this program: a dynamic one in the program itself, one of the package's own in the package."""

from typing import ClassVar

import pulumi
from pulumi.dynamic import Resource, ResourceProvider

from apply.properties import Props


class ProvidedResource(Resource):
    """A resource with its provider.

    Pulumi starts dynamic providers in the environment of the user's program, which does not have this one's code. So
    the package serves its resources itself, by types of its own.
    """

    provider: ClassVar[type[ResourceProvider]]
    # The package's name where this process is the package's plugin.
    package: ClassVar[str] = ""

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        if ProvidedResource.package:
            pulumi.CustomResource.__init__(self, self.packaged_type(), name, props, opts)
        else:
            super().__init__(self.provider(), name, props, opts)

    @classmethod
    def packaged_type(cls) -> str:
        """The resource's type in the package: a dynamic one's module and name."""
        return f"{ProvidedResource.package}:{cls._resource_type_name.removeprefix('dynamic/')}"
