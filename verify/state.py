"""Checks of what is configured: on the router by lines and for its next start, in the cluster by objects and pods."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from model.stack import Stack
from platforms.object_type import Lines, shown, texts_of
from platforms.passwords import fingerprint
from platforms.registry import platform_of
from verify.check import Finding, NotCheckedError, named, tally
from verify.cluster_state import CONTROLLER, SPEAKER
from verify.evidence import not_kept
from verify.sources import ObjectFault, Sources

_PASSWORD = " password <"


@dataclass(frozen=True)
class LinesAsWanted:
    """The router has the lines of the stack's file; passwords are compared by a check of their own."""

    who: str
    stack: Stack
    where: str = "configuration"
    what: str = "lines as the stack says"

    def measure(self, sources: Sources) -> Finding:
        """The objects whose lines run, and the first line of the others that differs."""
        with not_kept():
            running = sources.routers[self.who].facts.tree()
        if running is None:
            raise NotCheckedError("not checked: `bgp-coexist drift` reads what this router's lines need beside them")
        platform = platform_of(self.stack.routers[self.who])
        objects = platform.objects(self.stack, self.who)
        wrong = []
        for wanted in objects:
            kind = platform.object_types[wanted.type]
            marks = {key: fingerprint(key) for key in wanted.password_keys}
            values = kind.values.model_validate(wanted.marked_values(marks))
            differing = list(_differing(kind.running(running, values), kind.lines(values)))
            wrong += [f"{wanted.name} has '{differing[0]}'"] if differing else []
        return tally(len(objects), wrong)


def _differing(running: Lines | None, wanted: Lines) -> Iterator[str]:
    """The lines that run and are not wanted, and the wanted ones that do not run, with their signs."""
    there, wished = texts_of(shown(running)), texts_of(wanted)
    for part in dict.fromkeys([*there, *wished]):
        one, other = there.get(part, "").splitlines(), wished.get(part, "").splitlines()
        found = [f"- {line}" for line in one if line not in other] + [f"+ {line}" for line in other if line not in one]
        yield from (line for line in found if _PASSWORD not in line)


@dataclass(frozen=True)
class ConfigurationSaved:
    """The router starts with the configuration that runs."""

    who: str
    where: str = "configuration"
    what: str = "saved for the next start"

    def measure(self, sources: Sources) -> Finding:
        """Whether both are the same."""
        with not_kept():
            saved = sources.routers[self.who].facts.saved()
        if saved is None:
            raise NotCheckedError("not checked: this router does not show what it starts with")
        return Finding(saved, "the running configuration", "the running configuration" if saved else "another one")


@dataclass(frozen=True)
class SpeakersReady:
    """MetalLB's release runs: a ready speaker on each node, and the controller, which answers the webhook as well."""

    nodes: Collection[str]
    namespace: str
    who: str = "cluster"
    what: str = "speakers and controller ready"

    @property
    def where(self) -> str:
        """The namespace."""
        return self.namespace

    def measure(self, sources: Sources) -> Finding:
        """The pods that are ready, and the faults of the others."""
        cluster = sources.the_cluster()
        speakers = cluster.metallb_pods(self.namespace, SPEAKER)
        controllers = cluster.metallb_pods(self.namespace, CONTROLLER)
        wrong = [f"no speaker on {node}" for node in self.nodes if node not in speakers]
        wrong += [f"the speaker on {node} is not ready" for node in self.nodes if not speakers.get(node, True)]
        wrong += [] if any(controllers.values()) else ["no controller is ready"]
        return tally(len(self.nodes) + 1, wrong)


@dataclass(frozen=True)
class ObjectsAsWritten:
    """The objects on which sessions and addresses depend are in the cluster as the stack writes them."""

    stack: Stack
    who: str = "cluster"
    where: str = "BGP objects"
    what: str = "as the stack writes them"

    def measure(self, sources: Sources) -> Finding:
        """The objects that differ, each with one field."""
        with not_kept():
            found = sources.the_cluster().object_faults(self.stack)
        faults = {fault.title: fault for fault in reversed(found)}
        wrong = [_fault(fault) for _, fault in sorted(faults.items())]
        return Finding(not wrong, "no difference", named(wrong) or "no difference")


def _fault(fault: ObjectFault) -> str:
    return f"{fault.title}: {fault.field} {fault.actual}" if fault.field else f"{fault.title} is not there"


@dataclass(frozen=True)
class ServiceAnnounced:
    """MetalLB on each node says that it announces the service (ServiceBGPStatus)."""

    service: tuple[str, str]
    nodes: Mapping[str, object]
    namespace: str
    local: bool
    where: str = ""
    who: str = "cluster"
    what: str = "announced by the nodes' speakers"

    def measure(self, sources: Sources) -> Finding:
        """The nodes that announce it; with `externalTrafficPolicy: Local` those with a pod are to."""
        found = sources.the_cluster().announcing(self.namespace, self.service)
        if found is None:
            raise NotCheckedError("not checked: MetalLB has no ServiceBGPStatus that can be read")
        with_pod = {pod.node for pod in sources.the_cluster().pods(*self.service)} if self.local else set(self.nodes)
        wanted = [node for node in self.nodes if node in with_pod]
        return tally(len(wanted), [f"{node} does not" for node in wanted if node not in found])


@dataclass(frozen=True)
class ConfigurationUsed:
    """No part of MetalLB says that it cannot use its configuration (ConfigurationState)."""

    namespace: str
    who: str = "cluster"
    what: str = "configuration in use"

    @property
    def where(self) -> str:
        """The namespace."""
        return self.namespace

    def measure(self, sources: Sources) -> Finding:
        """What is said to be invalid."""
        invalid = sources.the_cluster().invalid_states(self.namespace)
        if invalid is None:
            raise NotCheckedError("not checked: this MetalLB has no ConfigurationState")
        return Finding(not invalid, "nothing invalid", named(list(invalid)) or "nothing invalid")
