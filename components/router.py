"""One router's resources: everything that the stack owns on it, in the order that the router needs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.digest import digest
from model import router as model
from model.stack import Stack, vrf_neighbors
from platforms.iosxe.objects.bfd import bfd_lines
from providers.bgp_process import BgpProcess
from providers.bgp_vrf import BgpVrf
from providers.endpoint_url import url_of
from providers.interface import Interface
from providers.object_provider import ObjectResource
from providers.prefix_list import PrefixList
from providers.router_access import RouterAccess
from providers.saved_configuration import SavedConfiguration
from providers.vrf import Vrf

Props = dict[str, Any]


class Router(pulumi.ComponentResource):
    """The login, then VRFs, interfaces, prefix lists and the BGP process, then the families with their neighbors.

    Args:
        name: The router's name in the configuration.
        stack: The stack.
        marks: The fingerprints of the sessions' passwords, by configuration key.
        opts: The component's options.
    """

    def __init__(
        self, name: str, stack: Stack, marks: Mapping[str, str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("bgp-coexist:components:Router", name, None, opts)
        self._name = name
        self._described = stack.routers[name]
        self._marks = marks
        self._owned: dict[str, Props] = {}
        self.access = RouterAccess(f"{name}-access", {**self._common(), "stack": _full_name()}, self._after())
        self._objects: list[ObjectResource] = []
        vrfs = {vrf: self._vrf(vrf, described) for vrf, described in self._described.vrfs.items()}
        vrf_interfaces = {vrf: self._interfaces(stack, vrf, vrfs[vrf]) for vrf in vrfs}
        self._global_interfaces()
        lists = [self._prefix_list(listed, entries) for listed, entries in self._described.prefix_lists.items()]
        router_id = self._described.router_id and str(self._described.router_id)
        process = self._add(BgpProcess, "bgp", {"asn": self._described.asn, "router_id": router_id})
        for vrf in vrfs:
            self._family(stack, vrf, process, vrfs[vrf], [*vrf_interfaces[vrf], *lists])
        self.ready: list[pulumi.Resource] = [self.access, *self._objects]
        self.revisions: list[pulumi.Output[Any]] = [resource.changed_at for resource in self._objects]
        self.register_outputs({"version": self.access.version})

    def save(self, after: Sequence[pulumi.Resource]) -> None:
        """Save the router's configuration after everything in `after`.

        It is also saved after a repair of drift, because the drift may have been saved.
        """
        wanted = json.dumps(self._owned, sort_keys=True)
        SavedConfiguration(
            f"{self._name}-saved",
            {**self._common(), "fingerprint": pulumi.Output.all(wanted, *self.revisions).apply(digest)},
            self._after(*self.ready, *after),
        )

    def _vrf(self, vrf: str, described: model.Vrf) -> ObjectResource:
        values = {
            "name": vrf,
            "syntax": self._described.vrf_syntax,
            "rd": described.rd,
            "export_targets": sorted(described.export_targets),
            "import_targets": sorted(described.import_targets),
        }
        return self._add(Vrf, f"vrf-{vrf}", values)

    def _interfaces(self, stack: Stack, vrf: str, resource: ObjectResource) -> list[ObjectResource]:
        """The interfaces of one VRF."""
        described = self._described.vrfs[vrf]
        common = {"vrf": vrf, "syntax": self._described.vrf_syntax}
        timers = bfd_lines(stack, self._name, vrf)
        return [
            self._add(
                Interface,
                interface,
                {"name": interface, "address": str(address), "bfd": timers.get(interface), **common},
                [resource],
                {"syntax": resource},
            )
            for interface, address in described.interfaces.items()
        ]

    def _global_interfaces(self) -> None:
        """The interfaces outside every VRF."""
        for interface, address in self._described.interfaces.items():
            self._add(Interface, interface, {"name": interface, "address": str(address)})

    def _prefix_list(self, name: str, entries: Sequence[str]) -> ObjectResource:
        return self._add(PrefixList, f"prefix-list-{name}", {"name": name, "entries": list(entries)})

    def _family(
        self,
        stack: Stack,
        vrf: str,
        process: ObjectResource,
        resource: ObjectResource,
        after: Sequence[pulumi.Resource],
    ) -> None:
        """One VRF's BGP family; its values include the VRF's, because IOS deletes the family when they change."""
        described = self._described.vrfs[vrf]
        neighbors = vrf_neighbors(stack, self._name, vrf)
        keys = {neighbor.password_key for neighbor in neighbors}
        values = {
            "asn": self._described.asn,
            "vrf": vrf,
            "syntax": self._described.vrf_syntax,
            "rd": described.rd,
            "router_id": described.router_id and str(described.router_id),
            "redistribute": sorted(described.redistribute),
            "maximum_paths": described.maximum_paths,
            "neighbors": {
                str(neighbor.address): neighbor.model_dump(mode="json", exclude_none=True, exclude={"address"})
                for neighbor in neighbors
            },
        }
        standing_on = {"asn": process, "syntax": resource}
        marks = {key: mark for key, mark in self._marks.items() if key in keys}
        self._add(BgpVrf, f"bgp-{vrf}", values, [process, resource, *after], standing_on, marks)

    def _add(
        self,
        kind: type[ObjectResource],
        name: str,
        values: Props,
        after: Sequence[pulumi.Resource] = (),
        standing_on: Mapping[str, pulumi.Resource] | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> ObjectResource:
        """Add the resource of one object of the router.

        When a value in `standing_on` changes, its resource is replaced, and this one is deleted before it.
        `marks` are secrets, and are in no output or hash.
        """
        self._owned[name] = values = {key: value for key, value in values.items() if value is not None}
        tied = {key: _tied(values[key], resource) for key, resource in (standing_on or {}).items()}
        props = {**self._common(), **values, **tied, **({"adopt": True} if self._described.adopt else {})}
        if marks:
            props["password_marks"] = pulumi.Output.secret(dict(marks))
        resource = kind(f"{self._name}-{name}", props, self._after(self.access, *after))
        self._objects.append(resource)
        return resource

    def _after(self, *resources: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(resources))

    def _common(self) -> Props:
        """The values that every resource of the router has."""
        return {"router": self._name, "reach": url_of(self._described)}


def _full_name() -> str:
    """`organization/project/stack`, unique in a backend."""
    return f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"


def _tied(value: Any, resource: pulumi.Resource) -> pulumi.Output[Any]:
    """A value that depends on a resource and is known in every preview, as the resource's URN is."""
    return resource.urn.apply(lambda _: value)
