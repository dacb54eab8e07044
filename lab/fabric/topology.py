"""The lab's machines and cables as data, with the addresses of the network that this project reproduces."""

from dataclasses import dataclass

SWITCH = "switch"
ROUTER = "router"
CLIENT = "client"

FORWARDING = {
    "net.ipv4.ip_forward": "1",
    # Requests and answers may use different paths, because of equal-cost routes.
    "net.ipv4.conf.all.rp_filter": "0",
    "net.ipv4.conf.default.rp_filter": "0",
}


@dataclass(frozen=True)
class Host:
    """One machine: its network namespace's short name, address on `eth0`, default gateway and sysctls."""

    name: str
    address: str | None = None
    gateway: str | None = None
    sysctls: tuple[tuple[str, str], ...] = ()

    @property
    def ip(self) -> str:
        """The address without its prefix length; only for machines with an address."""
        return (self.address or "").partition("/")[0]


@dataclass(frozen=True)
class Cable:
    """A veth pair: `(machine, interface)` at either end; on the switch the interface becomes a bridge port."""

    one: tuple[str, str]
    other: tuple[str, str]


def node(name: str, address: str) -> Host:
    """A Kubernetes node: it forwards packets of its pods, and its default gateway is the router."""
    return Host(name, f"{address}/24", "10.0.0.254", tuple(FORWARDING.items()))


MASTER = node("master1", "10.0.0.1")
NODES = (MASTER, node("worker1", "10.0.0.11"), node("worker2", "10.0.0.12"), node("worker3", "10.0.0.13"))

# Of a router: its choice of an equal-cost route is by addresses and ports.
ROUTING = (*FORWARDING.items(), ("net.ipv4.fib_multipath_hash_policy", "1"))
HOSTS = (
    Host(SWITCH),
    *NODES,
    # The router's addresses come from its configuration, not from here.
    Host(ROUTER, sysctls=ROUTING),
    Host(CLIENT, "10.0.1.100/24", "10.0.1.254"),
)

CABLES = (
    *(Cable((SWITCH, host.name), (host.name, "eth0")) for host in NODES),
    Cable((SWITCH, "router"), (ROUTER, "Gi2")),
    Cable((ROUTER, "Gi3"), (CLIENT, "eth0")),
)
