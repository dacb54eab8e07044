"""Whether the pods see the address of who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address

from cluster.demo_service import SOURCE_PAGE
from verify.check import Finding, NotCheckedError, tally
from verify.sources import Asked, Sources

# Each from a port of its own, so that a router that selects by ports may select several nodes.
_REQUESTS = 3


@dataclass(frozen=True)
class SourceKept:
    """With `externalTrafficPolicy: Local` a pod sees the client's own address.

    With `Cluster` nothing is claimed: a node that passes a request on to another one puts an address of its own in the
    place of the client's, unless its kube-proxy's substitute returns answers directly.
    """

    service: tuple[str, str]
    local: bool
    where: str = ""
    who: str = "client"
    what: str = "source address kept"

    def measure(self, sources: Sources) -> Finding:
        """The requests whose pod saw the client's own address, and what the others saw."""
        if not self.local:
            raise NotCheckedError(
                "not asked for: with externalTrafficPolicy Cluster a node may put its own in its place"
            )
        address = sources.the_cluster().service_address(*self.service)
        if address is None:
            return Finding(False, f"{_REQUESTS} of {_REQUESTS}", "the service has no address")
        asked = sources.the_client().who_asks(address, _REQUESTS)
        if any(each.answered for each in asked) and not any(each.seen for each in asked):
            raise NotCheckedError(f"not checked: the service has no page /{SOURCE_PAGE} with the address of who asks")
        names = {node: name for name, node in sources.the_cluster().nodes().items()}
        missing = ["no answer"] * (_REQUESTS - len(asked))
        return tally(_REQUESTS, [*filter(None, (_fault(each, names) for each in asked)), *missing])


def _fault(asked: Asked, nodes: Mapping[IPv4Address, str]) -> str:
    """What is wrong with a request; "": its pod saw the client's address."""
    if not asked.answered:
        return "no answer"
    if asked.seen is None:
        return f"no page /{SOURCE_PAGE}"
    if asked.seen == asked.own:
        return ""
    node = f" ({nodes[asked.seen]})" if asked.seen in nodes else ""
    return f"{asked.own} is seen as {asked.seen}{node}"
