"""RouterAccess: the first resource of a router and the last one deleted; its delete saves the configuration."""

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, UpdateResult

from apply.properties import Props
from providers.object_provider import remove
from providers.process import device_for, journal_for, set_stack
from providers.provider_base import ProviderBase

FACTS = ("version", "archive")
# Recorded by older versions, too: it changes with the stack's own VRFs. A state that has it keeps it.
_FORMER_FACTS = ("vrf_syntaxes",)


class RouterAccessProvider(ProviderBase):
    """Connects to one router; only delete changes it."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the endpoint differs.

        The stack's name says only whose the journal's entries are: a state without it gets it once there are any.
        """
        set_stack(_news.get("stack", ""))
        changed = {key for key, value in _news.items() if _olds.get(key) != value}
        return DiffResult(
            changes=bool(changed - {"stack"}) or ("stack" in changed and bool(journal_for(_news).unrecorded))
        )

    def create(self, props: Props) -> CreateResult:
        """Connect: the host key is the recorded one, and the user has privilege 15."""
        set_stack(props.get("stack", ""))
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
        """Remove what the journal has of this stack and the state has not; save the configuration."""
        device = device_for(_props)
        with device.config_lock():
            for id_, state in reversed(device.journal.unrecorded.items()):
                # Where the stack is not recorded, this one made it.
                if state.stack in ("", _props.get("stack")) and state.properties["router"] == _props["router"]:
                    remove(device, device.platform.object_types[state.kind], id_, state)
            device.save()


def _facts(props: Props) -> Props:
    device = device_for(props)
    return device.platform.access_facts(device.running())


class RouterAccess(Resource, module="router", name="RouterAccess"):
    """A router's first resource, which is deleted last.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `stack`, the stack's full name.
    """

    version: pulumi.Output[str]
    archive: pulumi.Output[bool]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(RouterAccessProvider(), name, {**props, **dict.fromkeys(FACTS)}, opts)
