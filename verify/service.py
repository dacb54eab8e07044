"""Checks of the cluster, and of a client's requests through the router."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from math import sqrt

from verify.check import Finding, tally
from verify.sources import Sources

# With this many requests for each pod, one of them gets none by chance less than once in 7,000 runs of 3 pods.
_REQUESTS_PER_POD = 10
# Of a normal distribution, the deviations that are exceeded with a probability of one in a million.
_DEVIATIONS = 4.7534


@dataclass(frozen=True)
class NodesAreNeighbors:
    """The cluster has exactly the nodes of the stack."""

    nodes: Mapping[str, IPv4Address]
    who: str = "cluster"
    where: str = "nodes"
    what: str = "are the router's neighbors"

    def measure(self, sources: Sources) -> Finding:
        """The live nodes beside the configured ones."""
        live = sources.the_cluster().nodes()
        wrong = [f"{name} {_seen_at(live.get(name))}" for name, own in self.nodes.items() if live.get(name) != own]
        wrong += [f"{name} ({live[name]}) is not in cluster.nodes" for name in live if name not in self.nodes]
        count = len(self.nodes.keys() | live.keys())
        return tally(count, wrong)


def _seen_at(address: IPv4Address | None) -> str:
    return f"has address {address}" if address else "is not in the cluster"


@dataclass(frozen=True)
class ServiceHasAddress:
    """The LoadBalancer Service has an address, out of one of the stack's pools."""

    service: tuple[str, str]
    pools: Mapping[str, tuple[IPv4Network, ...]]
    where: str = ""
    who: str = "cluster"
    what: str = "LoadBalancer address"

    def measure(self, sources: Sources) -> Finding:
        """The address and the pool it lies in."""
        address = sources.the_cluster().service_address(*self.service)
        expected = "one of " + ", ".join(str(prefix) for prefixes in self.pools.values() for prefix in prefixes)
        if address is None:
            return Finding(False, expected, "none")
        pools = [name for name, prefixes in self.pools.items() if any(address in prefix for prefix in prefixes)]
        return Finding(bool(pools), expected, f"{address} from pool {pools[0]}" if pools else str(address))


@dataclass(frozen=True)
class ServiceAnswers:
    """A client's requests to the service are all answered, and every pod answers some of them, about as many as others.

    With `externalTrafficPolicy: Local` the router alone selects the node and so the pod: one that selects by the
    addresses sends all requests of one client to one node.
    """

    service: tuple[str, str]
    requests: int
    replicas: int
    local: bool = False
    where: str = ""
    who: str = "client"
    what: str = "requests to the service"

    def measure(self, sources: Sources) -> Finding:
        """How many were answered, by which pods."""
        requests = max(self.requests, _REQUESTS_PER_POD * self.replicas)
        expected = f"{requests} of {requests}, by {'some of ' if self.local else ''}{self.replicas} pods"
        address = sources.the_cluster().service_address(*self.service)
        if address is None:
            return Finding(False, expected, "the service has no address")
        pages = sources.the_client().pages([address] * requests)
        by_page = Counter(page for page in pages if page)
        pods = {pod.name for pod in sources.the_cluster().pods(*self.service)}
        right = set(by_page) <= pods if self.local else set(by_page) == pods
        is_even = self.local or chi_square([by_page[pod] for pod in sorted(pods)]) <= chi_square_bound(len(pods))
        holds = by_page.total() == requests and right and len(pods) == self.replicas and is_even
        uneven = "" if is_even or not right else ", which is no even balance"
        return Finding(holds, expected, _answered(by_page, len(pages), pods) + uneven)


def chi_square(counts: Sequence[int]) -> float:
    """How far counts are from even ones: the sum of the squares of the differences, each over the even count."""
    even = sum(counts) / len(counts) if counts else 0
    return sum((count - even) ** 2 for count in counts) / even if even else 0.0


def chi_square_bound(pods: int) -> float:
    """What chance exceeds at most once in a million runs where each request goes to any pod alike.

    Source: the approximation of Wilson and Hilferty (1931) for the quantiles of chi-square.
    """
    freedom = max(pods - 1, 1)
    part = 2 / (9 * freedom)
    return freedom * (1 - part + _DEVIATIONS * sqrt(part)) ** 3


def _answered(by_page: Counter[str], requests: int, pods: set[str]) -> str:
    shares = [f"{page} {count}" + ("" if page in pods else " (no such pod)") for page, count in sorted(by_page.items())]
    shares += [f"{pod} 0" for pod in sorted(pods - set(by_page))]
    return f"{by_page.total()} of {requests}" + (": " + ", ".join(shares) if shares else "")


@dataclass(frozen=True)
class PodsAnswer:
    """A client's request to a pod's own address is answered by that pod."""

    service: tuple[str, str]
    replicas: int
    where: str = ""
    who: str = "client"
    what: str = "requests to each pod"

    def measure(self, sources: Sources) -> Finding:
        """The pods that answered with their own name, and the faults of the others."""
        pods = sources.the_cluster().pods(*self.service)
        pages = sources.the_client().pages([pod.address for pod in pods])
        wrong = [
            f"{pod.address} answers {page!r}, not {pod.name}" if page else f"{pod.name} ({pod.address}) does not answer"
            for pod, page in zip(pods, [*pages, *[""] * (len(pods) - len(pages))], strict=True)
            if page != pod.name
        ]
        wrong += ["a pod is not ready"] * (self.replicas - len(pods))
        return tally(max(self.replicas, len(pods)), wrong)
