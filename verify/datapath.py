"""Checks of the path between a client and the pods."""

from dataclasses import dataclass

from verify.check import Finding, tally
from verify.sources import Ping, Sources

# The data of a ping in a packet of 1500 bytes, Ethernet's largest; 28 are headers.
FULL_SIZE = 1472


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
        small = client.pings(silent, 56)
        lost = [pods[address] for address in silent if small.get(address) is Ping.ANSWERED]
        return tally(len(pods), [f"{pod.name} ({pod.address}) on {pod.node} gets none" for pod in lost])
