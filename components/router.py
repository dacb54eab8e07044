"""One router's resources: everything that the stack owns on it, in the order that the router needs."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.generation import digest
from model.stack import Stack
from platforms.object_type import RouterObject
from platforms.registry import platform_of
from preflight.render import rendered
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

# The resource of each type of object.
RESOURCES: dict[str, type[ObjectResource]] = {
    resource.provider.type_name: resource for resource in (Vrf, Interface, PrefixList, BgpProcess, BgpVrf)
}


class Router(pulumi.ComponentResource):
    """The login, then VRFs, interfaces, prefix lists and the BGP process, then the families with their neighbors.

    `configure` makes all but the login, and `save` comes last. A router that is not managed has one resource, which
    never connects, and which has the lines that it must run.

    The marks are the fingerprints of the sessions' passwords, by configuration key.
    """

    def __init__(
        self, name: str, stack: Stack, marks: Mapping[str, str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("bgp-coexist:components:Router", name, None, opts)
        self._name = name
        self._described = stack.routers[name]
        self._marks = marks
        managed = self._described.managed
        self._objects = platform_of(self._described).objects(stack, name) if managed else ()
        self.access = RouterAccess(
            f"{name}-access", self._access() if managed else expected_lines(stack, name), self._after()
        )
        self.ready: list[pulumi.Resource] = [self.access]
        self.revisions: list[pulumi.Output[Any]] = []
        self.register_outputs({"version": self.access.version})

    def configure(self, after: Sequence[pulumi.Resource]) -> None:
        """Make the router's objects, after everything in `after`."""
        made: dict[str, ObjectResource] = {}
        for each in self._objects:
            made[each.name] = self._resource(each, made, after)
        self.ready += made.values()
        self.revisions += [resource.changed_at for resource in made.values()]

    def save(self, after: Sequence[pulumi.Resource]) -> None:
        """Save the router's configuration after everything in `after`.

        It is also saved after a repair of drift, because the drift may have been saved. A router that is not managed
        is left alone.
        """
        if not self._described.managed:
            return
        wanted = json.dumps({each.name: each.values for each in self._objects}, sort_keys=True)
        SavedConfiguration(
            f"{self._name}-saved",
            {**self._common(), "fingerprint": pulumi.Output.all(wanted, *self.revisions).apply(digest)},
            self._after(*self.ready, *after),
        )

    def _resource(
        self, wanted: RouterObject, made: Mapping[str, ObjectResource], first: Sequence[pulumi.Resource]
    ) -> ObjectResource:
        """One object of the router as a resource.

        Where a value in `stands_on` changes, the resource it stands on is replaced, and this one is removed before
        that one is. The fingerprints are secrets: they are in nothing that is shown or digested.
        """
        tied = {key: _tied(wanted.values[key], made[name]) for key, name in wanted.stands_on.items()}
        props = {**self._common(), **wanted.values, **tied, **({"adopt": True} if self._described.adopt else {})}
        if marks := wanted.own_marks(self._marks):
            props["password_marks"] = pulumi.Output.secret(marks)
        after = self._after(self.access, *first, *(made[name] for name in wanted.after))
        return RESOURCES[wanted.type](f"{self._name}-{wanted.name}", props, after)

    def _after(self, *resources: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(resources))

    def _access(self) -> Props:
        name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
        return {**self._common(), "stack": name}

    def _common(self) -> Props:
        """The values that every resource of the router has."""
        return {"router": self._name, "reach": url_of(self._described)}


def expected_lines(stack: Stack, name: str) -> Props:
    """What a router that is not managed must run, so that a preview shows what changes of it; logs how to print it."""
    command = shlex.join(["bgp-coexist", "render", "--stack", pulumi.get_stack(), "--router", name])
    pulumi.log.info(f"router {name} is not managed: `{command}` prints what it must run")
    return {"router": name, "lines": rendered(stack, name)}


def _tied(value: Any, resource: pulumi.Resource) -> pulumi.Output[Any]:
    """A value that depends on a resource and is known in every preview, as the resource's URN is."""
    return resource.urn.apply(lambda _: value)
