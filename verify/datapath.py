"""Checks of the path between a client, the nodes and the pods."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address

from verify.check import Finding, NotCheckedError, tally
from verify.sources import Ping, Sources

# The data of a ping in a packet of 1500 bytes, Ethernet's largest; 28 are headers.
FULL_SIZE = 1472
SMALL_SIZE = 56


@dataclass(frozen=True)
class NodesAnswer:
    """Every node answers a ping, where one of them does.

    A router sends all packets of two addresses to the same next hop, so that requests of one client may all go through
    one node, and say nothing of a node without a route back. Where no node answers, a filter or a missing route of the
    nodes' own addresses is as likely as a fault: this is not judged.
    """

    nodes: Mapping[str, IPv4Address]
    who: str = "client"
    where: str = "nodes"
    what: str = "answer the client's ping"

    def measure(self, sources: Sources) -> Finding:
        """The nodes that do not answer."""
        answers = sources.the_client().pings(list(self.nodes.values()), SMALL_SIZE)
        silent = [name for name, address in self.nodes.items() if answers.get(address) is not Ping.ANSWERED]
        if len(silent) == len(self.nodes):
            raise NotCheckedError("not checked: no node answers a ping")
        return tally(len(self.nodes), [f"{name} ({self.nodes[name]}) does not" for name in silent])


@dataclass(frozen=True)
class FullPackets:
    """A packet of full size to each pod is answered, or a machine on the way says that it is too long.

    One that only disappears stalls a connection that has begun well. A path may have a smaller MTU, when it says so. A
    pod that answers no small packet either is not judged here.
    """

    service: tuple[str, str]
    where: str = ""
    who: str = "client"
    what: str = "packets of full size to each pod"

    def measure(self, sources: Sources) -> Finding:
        """The pods whose answer came, and those whose was lost."""
        pods = {pod.address: pod for pod in sources.the_cluster().pods(*self.service)}
        client = sources.the_client()
        full = client.pings(list(pods), FULL_SIZE)
        silent = [address for address in pods if full.get(address, Ping.SILENT) is Ping.SILENT]
        small = client.pings(silent, SMALL_SIZE)
        lost = [pods[address] for address in silent if small.get(address) is Ping.ANSWERED]
        return tally(len(pods), [f"{pod.name} ({pod.address}) on {pod.node} gets none" for pod in lost])
