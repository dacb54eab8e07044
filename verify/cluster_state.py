"""What of the cluster decides whether sessions come up and services are announced."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import IPv4Address
from typing import Any

from cluster import metallb, objects
from cluster.differing import differing
from cluster.written import Written
from verify.sources import NodeState, ObjectFault

Items = Iterable[Mapping[str, Any]]

# The objects on which sessions and addresses depend; the identity of the checks may list them (cluster-rights.yaml).
KINDS = ("BGPPeer", "BFDProfile", "BGPConfiguration", "IPAddressPool", "BGPAdvertisement")
# Fields of a BGPPeer that decide about a session also where the stack does not write them, and their usual values.
_DECIDING = (
    *("peerPort", "passwordSecret", "password", "vrf", "ttlSecurity", "nodeSelectors"),
    *("holdTime", "sourceAddress", "ebgpMultiHop", "dynamicASN"),
)
_USUAL: tuple[Any, ...] = (None, 0, 179, "", [], {}, [{}])
SPEAKER, CONTROLLER = "speaker", "controller"


def node_states(nodes: Items) -> dict[str, NodeState]:
    """The state of every node."""
    return {
        objects.name(node): NodeState(_is_true(node, "Ready"), node["metadata"].get("labels") or {}) for node in nodes
    }


def _is_true(item: Mapping[str, Any], condition: str) -> bool:
    conditions = (item.get("status") or {}).get("conditions") or ()
    return any(each["type"] == condition and each["status"] == "True" for each in conditions)


def pods_by_node(pods: Items) -> dict[str, bool]:
    """Whether each pod is ready; one that ends is not."""
    return {
        (pod.get("spec") or {}).get("nodeName") or objects.name(pod): _is_true(pod, "Ready")
        and not pod["metadata"].get("deletionTimestamp")
        for pod in pods
    }


def announcing(statuses: Items, service: tuple[str, str]) -> frozenset[str]:
    """The nodes of the ServiceBGPStatus objects of a service that name a peer."""
    found = [status.get("status") or {} for status in statuses]
    ours = [each for each in found if (each.get("serviceNamespace"), each.get("serviceName")) == service]
    return frozenset(str(each["node"]) for each in ours if each.get("node") and each.get("peers"))


def invalid_states(states: Items) -> tuple[str, ...]:
    """The names of the ConfigurationState objects that say `Invalid`, with their summaries."""
    found = [(objects.name(state), state.get("status") or {}) for state in states]
    return tuple(f"{name}: {each.get('errorSummary', '')}" for name, each in found if each.get("result") == "Invalid")


def service_addresses(services: Items) -> tuple[IPv4Address, ...]:
    """The addresses of all services."""
    return tuple(address for service in services for address in objects.service_addresses(service))


def faults(wanted: Iterable[Written], listed: Callable[[Written], Items | None]) -> Iterator[ObjectFault]:
    """What differs of the objects.

    Args:
        wanted: The objects.
        listed: Returns all objects of the kind and namespace of one; None where they may not be read.
    """
    for each in wanted:
        items = listed(each) if each.kind in KINDS else None
        if items is None:
            continue
        there = next((item for item in items if objects.name(item) == each.name), None)
        if there is None:
            yield ObjectFault(each.kind, each.title, "", dict(each.fields), None)
            continue
        found = differing(each.fields, there)
        yield from (ObjectFault(each.kind, each.title, fault.field, fault.wanted, fault.actual) for fault in found)
        if each.kind == "BGPPeer":
            yield from _added(each, there)


def _added(wanted: Written, there: Mapping[str, Any]) -> Iterator[ObjectFault]:
    spec, actual = wanted.fields.get("spec") or {}, there.get("spec") or {}
    for field in _DECIDING:
        if field not in spec and actual.get(field) not in _USUAL:
            # MetalLB has a field for a password in clear text.
            value = "<hidden>" if field == "password" else actual[field]
            yield ObjectFault(wanted.kind, wanted.title, f"spec.{field}", None, value)


def pod_selector(component: str) -> str:
    """The labels of the pods of a component of MetalLB, as its chart has them."""
    return f"app.kubernetes.io/name={metallb.CHART},app.kubernetes.io/component={component}"
