"""What every contender does one after the other on a fresh router, for any number of nodes."""

from tests.seed import Values, seed_values

FIRST, NOTHING, AS, NODE, DESTROY = "first apply", "nothing changed", "one AS changed", "one node added", "destroy"
STEPS = (FIRST, NOTHING, AS, NODE, DESTROY)
ROUTER = "csr1000v"
# Room for a thousand nodes, which the seed's /24 does not have.
_ROUTERS_ADDRESS = "172.16.255.254"


def values(nodes: int, step: str) -> Values:
    """The dev stack's configuration with so many nodes, as it is when this step is done; the last takes it all away."""
    made = seed_values()
    done = STEPS[: STEPS.index(step) + 1]
    made["cluster"].pop("kubeconfig")
    made["cluster"]["nodes"] = {f"n{number}": _address(number) for number in range(nodes + (NODE in done))}
    made["metallb"]["peers"] = [_ROUTERS_ADDRESS]
    made["verification"] = {"enabled": False}
    table = made["routers"][ROUTER]["vrfs"]["k8s-metallb"]
    table["interfaces"]["GigabitEthernet2"] = f"{_ROUTERS_ADDRESS}/16"
    if AS in done:
        table["neighbors"]["remoteAs"] = {"n0": 65010}
    return made


def _address(number: int) -> str:
    return f"172.16.{number // 250}.{number % 250 + 1}"
