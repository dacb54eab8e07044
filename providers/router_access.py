"""RouterAccess: the first resource of a router and the last one deleted; its delete saves the configuration.

It is the only resource of a router that the stack does not manage, has the lines that the router must run, and never
connects.
"""

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from apply.found_objects import print_let_go
from apply.properties import Props
from providers.object_provider import remove
from providers.process import device_for, is_managed, journal_for, set_stack
from providers.provided_resource import ProvidedResource
from providers.provider_base import ProviderBase

FACTS = ("version", "archive")
# Recorded by older versions, too: it changes with the stack's own VRFs. A state that has it keeps it.
_FORMER_FACTS = ("vrf_syntaxes",)


class RouterAccessProvider(ProviderBase):
    """Connects to one router; only delete changes it."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the endpoint differs, or the lines of a router that is not managed.

        The stack's name says only whose the journal's entries are: a state without it gets it once there are any.
        """
        _begin(_news)
        if "reach" in _olds and "reach" not in _news:
            print_let_go(_news["router"])
        changed = {key for key, value in _news.items() if _olds.get(key) != value}
        return DiffResult(
            changes=bool(changed - {"stack"}) or ("stack" in changed and bool(journal_for(_news).unrecorded))
        )

    def create(self, props: Props) -> CreateResult:
        """Connect: the host key is the recorded one, and the user has privilege 15."""
        _begin(props)
        return CreateResult(props["router"], {**props, **_facts(props)})

    def read(self, id_: str, props: Props) -> ReadResult:
        """Connect again and read the facts."""
        facts = (*FACTS, *_FORMER_FACTS)
        inputs = {key: value for key, value in props.items() if not key.startswith("__") and key not in facts}
        return ReadResult(id_, {**props, **_facts(props)}, inputs=inputs)

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """Connect to the new endpoint."""
        return UpdateResult({**_news, **_facts(_news)})

    def delete(self, _id: str, _props: Props) -> None:
        """Remove what the journal has of this stack and the state has not; save the configuration.

        Nothing where the router is not managed.
        """
        if not is_managed(_props):
            return
        device = device_for(_props)
        with device.config_lock():
            for id_, state in reversed(device.journal.unrecorded.items()):
                # Where the stack is not recorded, this one made it.
                if state.stack in ("", _props.get("stack")) and state.properties["router"] == _props["router"]:
                    remove(device, device.platform.object_types[state.kind], id_, state)
            device.save()


def _begin(props: Props) -> None:
    """Keep the stack's name, which only a managed router has."""
    if "stack" in props:
        set_stack(props["stack"])


def _facts(props: Props) -> Props:
    """The facts of a managed router."""
    if not is_managed(props):
        return {}
    device = device_for(props)
    return device.platform.access_facts(device.running())


class RouterAccess(ProvidedResource, module="router", name="RouterAccess"):
    """A router's first resource, which is deleted last.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `stack`, the stack's full name; where the router is not managed `router` and
            `lines`, its whole configuration in the stack as text.
    """

    provider = RouterAccessProvider
    version: pulumi.Output[str]
    archive: pulumi.Output[bool]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {**props, **dict.fromkeys(FACTS)}, opts)
