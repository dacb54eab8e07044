"""Objects of Kubernetes as resources.

The SDK has a class for every field of every kind: its `core.v1` alone takes a third of a second of the processor to be
imported, in every preview. Registered here is what its classes register.
"""

from collections.abc import Mapping
from typing import Any

import pulumi


class KubernetesObject(pulumi.CustomResource):
    """One object.

    Args:
        name: The resource's name.
        api_version: The object's API, such as `apps/v1`.
        kind: Its kind, such as `Deployment`.
        fields: The other fields, as the API names them.
        opts: The resource's options, with the cluster's provider.
        patch: Whether the object is another's, of which only these fields are the stack's.
    """

    metadata: pulumi.Output[Mapping[str, Any]]
    status: pulumi.Output[Mapping[str, Any]]

    def __init__(
        self,
        name: str,
        api_version: str,
        kind: str,
        fields: Mapping[str, Any],
        opts: pulumi.ResourceOptions,
        patch: bool = False,
    ) -> None:
        group = api_version if "/" in api_version else f"core/{api_version}"
        token = f"kubernetes:{group}:{kind}{'Patch' if patch else ''}"
        # An output is there only where it is named beforehand.
        props = {"apiVersion": api_version, "kind": kind, **fields, "status": None}
        super().__init__(token, name, props, _own(opts))


class SecretObject(KubernetesObject):
    """A Secret, whose entries are secrets to Pulumi, too; its `fields` are those beside them."""

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Any],
        entries: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions,
    ) -> None:
        own = pulumi.ResourceOptions(additional_secret_outputs=["data", "stringData"])
        secret = {**fields, "stringData": pulumi.Output.secret(dict(entries))}
        super().__init__(name, "v1", "Secret", secret, pulumi.ResourceOptions.merge(opts, own))


class HelmRelease(pulumi.CustomResource):
    """A release of a Helm chart; its `fields` are the provider's own."""

    status: pulumi.Output[Mapping[str, Any]]

    def __init__(self, name: str, fields: Mapping[str, Any], opts: pulumi.ResourceOptions) -> None:
        # By `compat` the provider knows that the values are as a chart has them.
        super().__init__(
            "kubernetes:helm.sh/v3:Release", name, {"compat": "true", **fields, "status": None}, _own(opts)
        )


def _own(opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """A copy: Pulumi writes into a resource's options, which may be those of several."""
    return pulumi.ResourceOptions.merge(None, opts)
