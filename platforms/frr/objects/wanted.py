"""The wanted settings of a VRF's BGP instance."""

from model.neighbor import Neighbor, NeighborGroup
from model.tables import DEFAULT_TABLE
from platforms.frr.objects.settings import GROUP, normal, range_setting
from platforms.frr.objects.values import BgpVrfValues
from platforms.passwords import placeholder


def wanted_settings(values: BgpVrfValues) -> dict[str, str | None]:
    """The wanted line of each declared setting; None for a setting that must have none."""
    own: dict[str, str | None] = {
        "router-id": f"bgp router-id {values.router_id}" if values.router_id else None,
        # Without a policy in both directions FRR would neither accept nor send a route; the model has none inwards.
        "ebgp-requires-policy": "no bgp ebgp-requires-policy",
        # The next hop of a route that another VRF has leaked is itself leaked, so it is not directly connected.
        "connected-route-check": (_imports_others(values) and "bgp disable-ebgp-connected-route-check") or None,
        # FRR shares a prefix only among equal AS paths otherwise.
        "multipath-relax": (_has_unlike_as(values) and "bgp bestpath as-path multipath-relax") or None,
        **{f"redistribute {source}": f"redistribute {source}" for source in sorted(values.redistribute)},
        "maximum-paths": f"maximum-paths {values.maximum_paths}" if values.maximum_paths else None,
        **({} if values.vrf == DEFAULT_TABLE else _leaking(values)),
    }
    optional = ("router-id", "maximum-paths", "connected-route-check", "multipath-relax")
    settings = {name: line for name, line in own.items() if line or name not in optional}
    for neighbor in values.neighbors:
        settings |= {f"{neighbor.name} {name}": line for name, line in neighbor_settings(neighbor).items()}
        if values.vrf == DEFAULT_TABLE:
            settings[f"{neighbor.name} activate"] = None  # as `default_table.inactive` has it
        if isinstance(neighbor, NeighborGroup):
            settings |= dict(range_setting(neighbor.name, prefix) for prefix in neighbor.ranges)
    return settings


def _leaking(values: BgpVrfValues) -> dict[str, str | None]:
    """The exchange of routes with other VRFs."""
    return {
        "distinguisher": f"rd vpn export {values.distinguisher}",
        "export targets": _targets("export", values.export_targets),
        "import targets": _targets("import", values.import_targets),
        "export": (values.export_targets and "export vpn") or None,
        "import": (values.import_targets and "import vpn") or None,
    }


def neighbor_settings(neighbor: Neighbor | NeighborGroup) -> dict[str, str | None]:
    """The wanted line of each declared setting of a neighbor; None for a setting that must have none."""
    tails: dict[str, str | None] = {
        GROUP: GROUP if isinstance(neighbor, NeighborGroup) else None,
        "remote-as": f"remote-as {neighbor.remote_as}",
        "shutdown": None,
        "ebgp-multihop": f"ebgp-multihop {neighbor.ebgp_multihop}" if neighbor.ebgp_multihop else None,
        "update-source": f"update-source {neighbor.update_source}" if neighbor.update_source else None,
        "timers": _timers(neighbor),
        "password": placeholder(neighbor.password) if neighbor.password else None,
        "graceful-restart": "graceful-restart" if neighbor.graceful_restart else None,
        "bfd": "bfd" if neighbor.bfd else None,
        "prefix-list in": f"prefix-list {neighbor.prefix_list_in} in" if neighbor.prefix_list_in else None,
        "prefix-list out": f"prefix-list {neighbor.prefix_list_out} out" if neighbor.prefix_list_out else None,
        "maximum-prefix": f"maximum-prefix {neighbor.maximum_prefix}" if neighbor.maximum_prefix else None,
    }
    optional = (GROUP, "password", "graceful-restart", "bfd", "prefix-list in", "maximum-prefix")
    return {
        name: f"neighbor {neighbor.name} {tail}" if tail else None
        for name, tail in tails.items()
        if tail or name not in optional
    }


def _timers(neighbor: Neighbor | NeighborGroup) -> str | None:
    if not (neighbor.keepalive_seconds and neighbor.hold_seconds):
        return None
    return f"timers {neighbor.keepalive_seconds} {neighbor.hold_seconds}"


def _targets(direction: str, targets: frozenset[str]) -> str | None:
    return normal(f"rt vpn {direction} {' '.join(targets)}") if targets else None


def _imports_others(values: BgpVrfValues) -> bool:
    return not values.import_targets <= values.export_targets


def _has_unlike_as(values: BgpVrfValues) -> bool:
    return (values.maximum_paths or 1) > 1 and len({neighbor.remote_as for neighbor in values.neighbors}) > 1
