"""RouterAccess: the router is reached before anything else happens on it, and saved after everything else is gone."""

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    UpdateResult,
)

from apply.journal import Ended
from apply.properties import Props
from providers.object_provider import take_away
from providers.process import device_for, journal_for, of_stack
from providers.provider_base import ProviderBase

FACTS = ("version", "archive")
# What older versions kept as well: it changes with the stack's own VRFs. A state that has it keeps it as it is.
_FORMER_FACTS = ("vrf_syntaxes",)


class RouterAccessProvider(ProviderBase):
    """Reaching one router; nothing on it changes until the very end, when its configuration is saved."""

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where the way to the router differs.

        Which stack it is says only whose the journal's entries are: a state without it gets it once there are any.
        """
        of_stack(_news.get("stack", ""))
        changed = {key for key, value in _news.items() if _olds.get(key) != value}
        return DiffResult(changes=bool(changed - {"stack"}) or ("stack" in changed and bool(journal_for(_news).left)))

    def create(self, props: Props) -> CreateResult:
        """The router was reached, its host key is the one on record, and the user has privilege 15."""
        of_stack(props.get("stack", ""))
        return CreateResult(props["router"], {**props, **_facts(props)})

    def read(self, id_: str, props: Props) -> ReadResult:
        """Reached again; what is known about it is fresh."""
        facts = (*FACTS, *_FORMER_FACTS)
        inputs = {key: value for key, value in props.items() if not key.startswith("__") and key not in facts}
        return ReadResult(id_, {**props, **_facts(props)}, inputs=inputs)

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """The router was reached on the new way."""
        return UpdateResult({**_news, **_facts(_news)})

    def delete(self, _id: str, _props: Props) -> None:
        """Everything of this stack is gone, also what the state never knew; the configuration that is left is saved."""
        device = device_for(_props)
        with device.config_lock():
            for id_, left in reversed(device.journal.left.items()):
                if _belongs(left, _props):
                    take_away(device, device.platform.object_types[left.kind], id_, left)
            device.save()


def _belongs(left: Ended, props: Props) -> bool:
    """Whether a killed run of this stack made it, as far as that run knew its stack."""
    return left.stack in ("", props.get("stack")) and left.properties["router"] == props["router"]


def _facts(props: Props) -> Props:
    device = device_for(props)
    return device.platform.access_facts(device.running())


class RouterAccess(Resource, module="router", name="RouterAccess"):
    """First to come and last to go of everything on a router.

    Args:
        name: The resource's name.
        props: `router`, `reach` and `stack`, the stack's full name.
    """

    version: pulumi.Output[str]
    archive: pulumi.Output[bool]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(RouterAccessProvider(), name, {**props, **dict.fromkeys(FACTS)}, opts)
