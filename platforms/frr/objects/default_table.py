"""The default table of FRR: its BGP instance is the one without a VRF, in which others may have neighbors as well."""

from errors import PlanError
from model.tables import DEFAULT_TABLE
from platforms.frr.configuration import Configuration
from platforms.frr.objects.settings import Settings, lines_of, name_of, neighbor_of
from platforms.frr.objects.values import BgpVrfValues

_POLICY = "ebgp-requires-policy"
_ON_REQUEST = "no bgp default ipv4-unicast"


def is_default(values: BgpVrfValues) -> bool:
    """Whether the instance is that of the default table."""
    return values.vrf == DEFAULT_TABLE


def require_policies(tree: Configuration, head: str, values: BgpVrfValues) -> None:
    """Refuse to exchange routes without a policy where others have external neighbors: theirs would do so as well.

    Raises:
        PlanError: The instance requires policies, and has such neighbors.
    """
    running = [name_of(line) for line in tree.lines((head,))]
    if _POLICY not in running and (others := _others(tree, head, values)):
        raise PlanError(
            f"'{head}' has neighbors of others ({', '.join(others)}), and those of the stack need "
            "'no bgp ebgp-requires-policy', with which all of them exchange routes without a policy",
            "give those neighbors their filters in both directions, then type that line on the router",
        )


def _others(tree: Configuration, head: str, values: BgpVrfValues) -> list[str]:
    """The external neighbors and peer groups of others."""
    declared = {neighbor.name for neighbor in values.neighbors}
    internal = {neighbor_of(line) for line in tree.lines((head,)) if line.endswith(_internal(values))}
    names = dict.fromkeys(filter(None, map(neighbor_of, tree.lines((head,)))))
    return [name for name in names if name not in declared | internal]


def _internal(values: BgpVrfValues) -> tuple[str, str]:
    return f" remote-as {values.asn}", " remote-as internal"


def inactive(tree: Configuration, head: str, values: BgpVrfValues, running: Settings) -> Settings:
    """The settings, of each declared neighbor that exists only whether it is not active in IPv4.

    FRR prints `activate` where neighbors are active on request, else `no neighbor A activate`.
    """
    if not is_default(values):
        return running
    on_request, settings = is_on_request(tree, head), dict(running)
    for address in (neighbor.name for neighbor in values.neighbors):
        name, line = f"{address} activate", f"neighbor {address} activate"
        printed = settings.pop(name, None)
        if f"{address} remote-as" in settings and (printed != line if on_request else printed == f"no {line}"):
            settings[name] = f"no {line}"
    return settings


def is_on_request(tree: Configuration, head: str) -> bool:
    """Whether a neighbor of the instance is active in IPv4 only by `activate`."""
    return _ON_REQUEST in tree.lines((head,))


def activations(tree: Configuration, head: str, values: BgpVrfValues) -> dict[str, str | None]:
    """`activate` for each declared neighbor that does not exist, where it is needed."""
    if not (is_default(values) and is_on_request(tree, head)):
        return {}
    there = set(map(neighbor_of, lines_of(tree, head)))
    addresses = [neighbor.name for neighbor in values.neighbors]
    return {f"{each} activate": f"neighbor {each} activate" for each in addresses if each not in there}
