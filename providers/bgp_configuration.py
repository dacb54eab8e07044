"""BgpConfiguration: the fields of Calico's cluster-wide BGP settings that the stack declares, and no others."""

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from apply.properties import OUTPUTS, Props, inputs_of, now
from cluster.calico_api import BgpConfigurations
from model.base import whole
from providers.provided_resource import ProvidedResource
from providers.provider_base import ProviderBase


class BgpConfigurationProvider(ProviderBase):
    """Takes over an existing object field by field and restores it; makes and deletes a missing one."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where an input differs; another name is another resource."""
        changed = {key for key in inputs_of(_news) if _olds.get(key) != _news.get(key)}
        return DiffResult(changes=bool(changed), replaces=[key for key in ("name",) if key in changed])

    def create(self, props: Props) -> CreateResult:
        """Set the fields; `before` has their former values and whether the object existed."""
        configurations, name, spec = _of(props), props["name"], _whole(props["spec"])
        found = configurations.spec(name)
        if found is None:
            configurations.create(name, spec)
        elif any(found.get(field) != value for field, value in spec.items()):
            configurations.merge(name, spec)
        before: Props = {"existed": found is not None, "fields": {field: (found or {}).get(field) for field in spec}}
        if found is None:
            # Defaults that the API server filled in.
            before["defaults"] = _without(configurations.spec(name) or {}, spec)
        return CreateResult(name, {**props, "before": before, "changed_at": now()})

    def read(self, id_: str, props: Props) -> ReadResult:
        """The declared fields in the cluster; no id where the object is gone."""
        found = _of(props).spec(props["name"])
        if found is None:
            return ReadResult("", {})
        seen = {**props, "spec": {field: found.get(field) for field in props["spec"]}}
        return ReadResult(id_, seen, inputs=inputs_of(seen))

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """Set the declared fields; restore those no longer declared."""
        before = dict(_olds.get("before") or {"existed": True, "fields": {}})
        configurations, name = _of(_news), _news["name"]
        found = configurations.spec(name) or {}
        # What fields were before they were declared; one that was not there has no entry: the state keeps no nulls.
        newly = {field: found.get(field) for field in _news["spec"] if field not in _olds["spec"]}
        fields = newly | before["fields"]
        dropped = {field: fields.get(field) for field in _olds["spec"] if field not in _news["spec"]}
        configurations.merge(name, {**_whole(dropped), **_whole(_news["spec"])})
        return UpdateResult({**_news, "before": {**before, "fields": fields}, "changed_at": now()})

    def delete(self, _id: str, _props: Props) -> None:
        """Restore the fields; delete an object that the stack made and that has no foreign fields."""
        configurations, name, before = _of(_props), _props["name"], _props.get("before") or {}
        found = configurations.spec(name)
        if found is None:
            return
        fields = before.get("fields", {})
        own = {**fields, **_props["spec"]}
        if before.get("existed") or _without(found, own) != _without(before.get("defaults", {}), own):
            configurations.merge(name, _whole({field: fields.get(field) for field in _props["spec"]}))
        else:
            configurations.delete(name)


def _of(props: Props) -> BgpConfigurations:
    return BgpConfigurations(props["kubeconfig"], props.get("context"))


def _without(spec: Props, fields: Props) -> Props:
    """The fields of a spec that are not among `fields`."""
    return {field: value for field, value in spec.items() if field not in fields}


def _whole(fields: Props) -> Props:
    """The same with whole numbers: Pulumi hands them over as floats, and the API takes no 65002.0 for an AS."""
    return {key: whole(value) for key, value in fields.items()}


class BgpConfiguration(ProvidedResource, module="calico", name="BgpConfiguration"):
    """Calico's BGPConfiguration, as far as the stack declares it.

    Args:
        name: The resource's name.
        props: `kubeconfig`, `context` if not the current one, the object's `name`, and `spec`, the fields to set.
        opts: The resource's options.
    """

    provider = BgpConfigurationProvider
    changed_at: pulumi.Output[str]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {**props, **dict.fromkeys(OUTPUTS)}, opts)
