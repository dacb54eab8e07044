"""What is done to the seed's router while something goes wrong: create, every kind of update, refresh, destroy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.faults import startup
from tests.seed import Values, seed_values

Verb = Literal["create", "update", "refresh", "destroy"]
Change = Callable[[Values], object]


def _nothing(_: Values) -> None:
    pass


@dataclass(frozen=True)
class Operation:
    """One thing a person does.

    Attributes:
        verb: What is run: `create` and `update` are `pulumi up`.
        change: What the configuration becomes.
        before: What it was when it was applied last.
        startup: What the router booted with.
        saved: Whether what was applied last is saved; else a reboot takes all of it.
        by_hand: Lines somebody typed on the router since.
        full: Whether the router is full of what it does not model; such lines are taken at its prompt, too, and every
            line of its start is judged.
        stack: The project's stack whose values it changes.
    """

    verb: Verb
    change: Change = _nothing
    before: Change = _nothing
    startup: str = startup.SHARED
    saved: bool = True
    by_hand: tuple[str, ...] = ()
    full: bool = False
    stack: str = "dev"

    @property
    def wanted(self) -> Values:
        """The configuration that is applied."""
        values = seed_values(self.stack)
        self.before(values)
        self.change(values)
        return values

    @property
    def applied(self) -> Values:
        """The configuration that was applied before."""
        values = seed_values(self.stack)
        self.before(values)
        return values


def _router(values: Values) -> dict[str, Any]:
    described: dict[str, Any] = next(iter(values["routers"].values()))
    return described


def _metallb(values: Values) -> dict[str, Any]:
    described: dict[str, Any] = _router(values)["vrfs"]["k8s-metallb"]
    return described


def _calico(values: Values) -> dict[str, Any]:
    described: dict[str, Any] = _router(values)["vrfs"]["k8s-calico"]
    return described


def _one_neighbor_as(values: Values) -> None:
    _metallb(values)["neighbors"]["remoteAs"] = {"worker1": 65010}


def _speaker_as(values: Values) -> None:
    values["metallb"]["asn"] = 65003


def _node_added(values: Values) -> None:
    values["cluster"]["nodes"]["worker4"] = "10.0.0.14"


def _node_removed(values: Values) -> None:
    del values["cluster"]["nodes"]["worker2"]


def _node_readdressed(values: Values) -> None:
    values["cluster"]["nodes"]["worker2"] = "10.0.0.22"


def _filter_entry(values: Values) -> None:
    _router(values)["prefixLists"]["deny-all-routes"] = ["seq 10 deny 0.0.0.0/0 le 32"]


def _filter_entry_in_place(values: Values) -> None:
    _router(values)["prefixLists"]["deny-all-routes"] = ["seq 5 deny 0.0.0.0/0 ge 1 le 32", "seq 7 deny 0.0.0.0/0"]


def _filter_renamed(values: Values) -> None:
    router = _router(values)
    router["prefixLists"] = {"nothing-out": router["prefixLists"]["deny-all-routes"]}
    for vrf in router["vrfs"].values():
        vrf["neighbors"]["prefixListOut"] = "nothing-out"


def _inbound_filters(values: Values) -> None:
    for vrf in _router(values)["vrfs"].values():
        vrf["neighbors"]["accept"] = "expected"


def _pools(values: Values) -> None:
    values["metallb"]["pools"] = {"default": ["10.100.0.0/23"], "more": ["10.102.0.0/24"]}


def _pod_ranges(values: Values) -> None:
    nodes = values["cluster"]["nodes"]
    nodes["worker1"] = {"address": nodes["worker1"], "podRanges": ["192.168.1.0/24"]}


def _targets(values: Values, **more: list[str]) -> None:
    vrf = _metallb(values)
    vrf["export"] = ["65000:1", *more.get("export", [])]
    vrf["import"] = ["65000:2", "65000:1", *more.get("imported", [])]


def _more_targets(values: Values) -> None:
    _targets(values, export=["65000:11"], imported=["65000:12"])


def _rd(values: Values) -> None:
    _targets(values)
    _metallb(values)["rd"] = "65000:21"


def _maximum_paths(values: Values) -> None:
    _metallb(values)["maximumPaths"] = 2


def _no_maximum_paths(values: Values) -> None:
    del _metallb(values)["maximumPaths"]


def _redistribute(values: Values) -> None:
    _metallb(values)["redistribute"] = ["connected", "static"]


def _multihop(values: Values) -> None:
    _calico(values)["neighbors"]["ebgpMultihop"] = 5


def _family_router_id(values: Values) -> None:
    _metallb(values)["routerId"] = "1.0.0.9"


def _process_router_id(values: Values) -> None:
    _router(values)["routerId"] = "1.0.0.8"


def _interface_address(values: Values) -> None:
    _calico(values)["interfaces"]["GigabitEthernet3"] = "10.0.1.253/24"


def _peer_address(values: Values) -> None:
    _calico(values)["interfaces"]["Loopback2"] = "1.1.1.22/32"
    values["calico"]["peers"] = ["1.1.1.22"]


def _interface_moved(values: Values) -> None:
    _metallb(values)["interfaces"]["GigabitEthernet3"] = _calico(values)["interfaces"].pop("GigabitEthernet3")


def _interface_to_global(values: Values) -> None:
    _router(values)["interfaces"]["GigabitEthernet3"] = _calico(values)["interfaces"].pop("GigabitEthernet3")


def _vrf_renamed(values: Values) -> None:
    _rd(values)  # the old VRF goes last, and no two can share a route distinguisher
    vrfs = _router(values)["vrfs"]
    vrfs["k8s-services"] = vrfs.pop("k8s-metallb")


def _third_vrf(values: Values) -> None:
    _router(values)["vrfs"]["guests"] = {
        "rd": "65000:3",
        "export": ["65000:3"],
        "import": ["65000:3"],
        "interfaces": {"Loopback3": "1.1.1.3/32"},
    }


def _loopback(values: Values) -> None:
    _router(values)["interfaces"]["Loopback7"] = "1.1.1.7/32"


def _loopback_in_vrf(values: Values) -> None:
    _metallb(values)["interfaces"]["Loopback7"] = "1.1.1.7/32"


def _adopt(values: Values) -> None:
    _router(values)["adopt"] = True


def _session_settings(values: Values) -> None:
    values["calico"]["session"] = {
        "passwordKey": "bgpPassword",
        "gracefulRestart": True,
        "maximumPrefix": "auto",
        "holdSeconds": 30,
    }


def _bfd(values: Values) -> None:
    values["metallb"]["mode"] = "frr"
    values["metallb"]["session"] = {"bfd": {}, "maximumPrefix": 300}


def _newer_dialect(values: Values) -> None:
    _router(values)["vrfSyntax"] = "vrf definition"


def _default_table(values: Values) -> None:
    """Everything in one table, the one outside every VRF."""
    router = _router(values)
    interfaces = [vrf["interfaces"] for vrf in router["vrfs"].values()]
    neighbors = {"ebgpMultihop": 32, "prefixListOut": "deny-all-routes"}
    table = {"interfaces": {name: at for each in interfaces for name, at in each.items()}, "neighbors": neighbors}
    router["vrfs"] = {"default": {**table, "maximumPaths": 4}}
    values["topology"] = "single-session"


def _default_table_adopted(values: Values) -> None:
    _default_table(values)
    _adopt(values)


def _default_neighbor_as(values: Values) -> None:
    _router(values)["vrfs"]["default"]["neighbors"]["remoteAs"] = {"worker1": 65010}


def _range(values: Values, *prefixes: str) -> None:
    """The nodes as ranges, these in the first table."""
    ranges = (list(prefixes), ["10.0.0.0/24"])
    for vrf, each in zip(_router(values)["vrfs"].values(), ranges, strict=False):
        vrf["neighbors"]["range"] = each


def _ranges(values: Values) -> None:
    _range(values, "10.0.0.0/28")


def _other_ranges(values: Values) -> None:
    _range(values, "10.0.0.0/29", "10.0.0.8/29")


def _ranges_with_all(values: Values) -> None:
    _ranges(values)
    _inbound_filters(values)
    _session_settings(values)


def _default_ranges(values: Values) -> None:
    _default_table(values)
    _ranges(values)


def _adopted_ranges(values: Values) -> None:
    _ranges(values)
    _adopt(values)


def _back(change: Change) -> Operation:
    """The opposite of a change: it was applied, and is taken back."""

    def undone(values: Values) -> None:
        fresh = seed_values()
        values.clear()
        values.update(fresh)

    return Operation("update", undone, before=change)


_RANGE_DRIFT = (
    "router bgp 65000",
    "address-family ipv4 vrf k8s-metallb",
    "neighbor coexist-k8s-metallb remote-as 65077",
    "bgp listen range 10.0.9.0/24 peer-group coexist-k8s-metallb",
    "address-family ipv4 vrf k8s-calico",
    "no neighbor coexist-k8s-calico peer-group",
)
_DRIFT = (
    "router bgp 65000",
    "address-family ipv4 vrf k8s-metallb",
    "neighbor 10.0.0.11 remote-as 65077",
    "no neighbor 10.0.0.12 remote-as 65001",
    "ip vrf k8s-calico",
    "no route-target import 65000:1",
)

OPERATIONS: dict[str, Operation] = {
    "create": Operation("create"),
    "create-bgp": Operation("create", startup=startup.WITHOUT_BGP),
    "create-adopt": Operation("create", _adopt, startup=startup.TAKEN_OVER),
    "create-definition": Operation("create", _newer_dialect),
    "create-default": Operation("create", _default_table),
    "create-default-adopt": Operation("create", _default_table_adopted, startup=startup.DEFAULT_TAKEN_OVER),
    "create-default-in-a-block": Operation("create", _default_table, startup=startup.ACTIVE_ON_REQUEST),
    "create-range": Operation("create", _ranges_with_all),
    "create-range-adopt": Operation("create", _adopted_ranges, startup=startup.GROUP_TAKEN_OVER),
    "create-range-default": Operation("create", _default_ranges, startup=startup.ACTIVE_ON_REQUEST),
    "neighbor-as": Operation("update", _one_neighbor_as),
    "default-neighbor-as": Operation("update", _default_neighbor_as, before=_default_table),
    "speaker-as": Operation("update", _speaker_as),
    "node-added": Operation("update", _node_added),
    "node-removed": Operation("update", _node_removed),
    "node-readdressed": Operation("update", _node_readdressed),
    "filter-entry": Operation("update", _filter_entry),
    "filter-in-place": Operation("update", _filter_entry_in_place),
    "filter-renamed": Operation("update", _filter_renamed),
    "target-added": Operation("update", _more_targets),
    "target-removed": _back(_more_targets),
    "rd": Operation("update", _rd),
    "maximum-paths": Operation("update", _maximum_paths),
    "maximum-paths-gone": Operation("update", _no_maximum_paths),
    "redistribute": Operation("update", _redistribute),
    "multihop": Operation("update", _multihop),
    "family-router-id": Operation("update", _family_router_id),
    "process-router-id": Operation("update", _process_router_id),
    "interface-address": Operation("update", _interface_address),
    "peer-address": Operation("update", _peer_address),
    "interface-moved": Operation("update", _interface_moved),
    "interface-to-global": Operation("update", _interface_to_global),
    "vrf-renamed": Operation("update", _vrf_renamed),
    "vrfs-to-default": Operation("update", _default_table),
    "vrf-added": Operation("update", _third_vrf),
    "vrf-removed": _back(_third_vrf),
    "loopback-added": Operation("update", _loopback),
    "loopback-in-vrf": Operation("update", _loopback_in_vrf),
    "inbound-filters": Operation("update", _inbound_filters),
    "inbound-filters-gone": _back(_inbound_filters),
    "inbound-pools": Operation("update", _pools, before=_inbound_filters),
    "inbound-pod-ranges": Operation("update", _pod_ranges, before=_inbound_filters),
    "session-settings": Operation("update", _session_settings),
    "session-settings-gone": _back(_session_settings),
    "bfd": Operation("update", _bfd),
    "bfd-gone": _back(_bfd),
    "unsaved-node-added": Operation("update", _node_added, saved=False),
    "range": Operation("update", _ranges),
    "range-gone": _back(_ranges),
    "range-changed": Operation("update", _other_ranges, before=_ranges),
    "range-filter-renamed": Operation("update", _filter_renamed, before=_ranges),
    "range-as": Operation("update", _speaker_as, before=_ranges),
    "range-rd": Operation("update", _rd, before=_ranges),
    "range-drift": Operation("update", before=_ranges, by_hand=_RANGE_DRIFT),
    "drift": Operation("update", by_hand=_DRIFT),
    "refresh": Operation("refresh"),
    "refresh-drift": Operation("refresh", by_hand=_DRIFT),
    "destroy": Operation("destroy"),
    "destroy-bgp": Operation("destroy", startup=startup.WITHOUT_BGP),
    "destroy-adopt": Operation("destroy", before=_adopt, startup=startup.TAKEN_OVER),
    "destroy-range": Operation("destroy", before=_ranges_with_all),
    "destroy-range-adopt": Operation("destroy", before=_adopted_ranges, startup=startup.GROUP_TAKEN_OVER),
    "destroy-default": Operation("destroy", before=_default_table),
    "destroy-default-adopt": Operation("destroy", before=_default_table_adopted, startup=startup.DEFAULT_TAKEN_OVER),
    "full-create": Operation("create", startup=startup.FULL, full=True),
    "full-rd": Operation("update", _rd, startup=startup.FULL, full=True),
    "full-node-added": Operation("update", _node_added, startup=startup.FULL, full=True),
    "full-filter-renamed": Operation("update", _filter_renamed, startup=startup.FULL, full=True),
    "full-vrf-renamed": Operation("update", _vrf_renamed, startup=startup.FULL, full=True),
    "full-interface-moved": Operation("update", _interface_moved, startup=startup.FULL, full=True),
    "full-destroy": Operation("destroy", startup=startup.FULL, full=True),
    "full-create-adopt": Operation("create", _adopt, startup=startup.FULL_WITH_MEMBERS, full=True),
    "full-destroy-adopt": Operation("destroy", before=_adopt, startup=startup.FULL_WITH_MEMBERS, full=True),
}
