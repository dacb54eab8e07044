"""What is done to the FRR router while something goes wrong."""

from tests.faults import operations as shared
from tests.faults.operations import Change, Operation, Verb
from tests.seed import Values, seed_values

_STACK = "frr"
# BGP runs, in the default VRF and in a foreign one.
SHARED = """\
service integrated-vtysh-config
router bgp 65000
 neighbor 192.0.2.2 remote-as 65100
 neighbor 192.0.2.2 description upstream
router bgp 65000 vrf OFFICE
 neighbor 198.51.100.2 remote-as 65099
 neighbor 198.51.100.2 description the office
 address-family ipv4 unicast
  redistribute connected
  neighbor 198.51.100.2 prefix-list OFFICE out
 exit-address-family
exit
ip prefix-list OFFICE seq 5 permit 198.51.100.0/24
"""
ALONE = "service integrated-vtysh-config\n"
# An administrator's instance in a VRF of the stack, with a foreign neighbor and one that the stack takes over.
TAKEN_OVER = f"""{SHARED}\
router bgp 65000
 bgp router-id 192.0.2.1
router bgp 65000 vrf k8s-metallb
 neighbor 192.0.2.9 remote-as 65101
 neighbor 192.0.2.9 description of another team
 neighbor 10.0.0.11 remote-as 65001
 address-family ipv4 unicast
  neighbor 10.0.0.11 prefix-list deny-all-routes out
  maximum-paths 4
 exit-address-family
exit
ip prefix-list deny-all-routes seq 5 deny any
"""
# The default instance exchanges routes without policies.
OPEN = f"""{SHARED}\
router bgp 65000
 no bgp ebgp-requires-policy
"""
_DRIFT = (
    "router bgp 65000 vrf k8s-metallb",
    "neighbor 10.0.0.11 remote-as 65077",
    "no neighbor 10.0.0.12",
    "address-family ipv4 unicast",
    "maximum-paths 7",
)


def _nothing(_: Values) -> None:
    pass


def _adopt(values: Values) -> None:
    next(iter(values["routers"].values()))["adopt"] = True


def _default_table(values: Values) -> None:
    """Everything in one table, the one outside every VRF."""
    (router,) = values["routers"].values()
    neighbors = {"ebgpMultihop": 32, "prefixListOut": "deny-all-routes"}
    interfaces = {"lo": "1.1.1.3/32", "eth3": "10.0.0.253/24"}
    router["vrfs"] = {"default": {"interfaces": interfaces, "maximumPaths": 4, "neighbors": neighbors}}
    values["calico"]["peers"] = ["1.1.1.3"]
    values["topology"] = "single-session"


def _ranges_with_all(values: Values) -> None:
    shared._ranges_with_all(values)
    del values["calico"]["session"]["gracefulRestart"]


def _default_ranges(values: Values) -> None:
    _default_table(values)
    shared._ranges(values)


def _session(values: Values) -> None:
    shared._session_settings(values)
    shared._bfd(values)


def _is(
    verb: Verb = "update",
    change: Change = _nothing,
    before: Change = _nothing,
    startup: str = SHARED,
    drift: bool = False,
) -> Operation:
    return Operation(verb, change, before, startup, by_hand=_DRIFT if drift else (), stack=_STACK)


def _back(change: Change) -> Operation:
    def undone(values: Values) -> None:
        values.clear()
        values.update(seed_values(_STACK))

    return _is("update", undone, change)


OPERATIONS: dict[str, Operation] = {
    "create": _is("create", startup=ALONE),
    "create-beside": _is("create"),
    "create-adopt": _is("create", _adopt, startup=TAKEN_OVER),
    "create-default": _is("create", _default_table, startup=ALONE),
    "create-default-beside": _is("create", _default_table, startup=OPEN),
    "create-range": _is("create", _ranges_with_all),
    "create-range-default": _is("create", _default_ranges, startup=OPEN),
    "range": _is(change=shared._ranges),
    "range-gone": _back(shared._ranges),
    "range-changed": _is(change=shared._other_ranges, before=shared._ranges),
    "range-filter-renamed": _is(change=shared._filter_renamed, before=shared._ranges),
    "range-as": _is(change=shared._speaker_as, before=shared._ranges),
    "destroy-range": _is("destroy", before=_ranges_with_all),
    "neighbor-as": _is(change=shared._one_neighbor_as),
    "default-neighbor-as": _is(change=shared._default_neighbor_as, before=_default_table, startup=OPEN),
    "speaker-as": _is(change=shared._speaker_as),
    "node-added": _is(change=shared._node_added),
    "node-removed": _is(change=shared._node_removed),
    "filter-entry": _is(change=shared._filter_entry),
    "filter-in-place": _is(change=shared._filter_entry_in_place),
    "filter-renamed": _is(change=shared._filter_renamed),
    "inbound-filters": _is(change=shared._inbound_filters),
    "inbound-filters-gone": _back(shared._inbound_filters),
    "inbound-pools": _is(change=shared._pools, before=shared._inbound_filters),
    "inbound-pod-ranges": _is(change=shared._pod_ranges, before=shared._inbound_filters),
    "target-added": _is(change=shared._more_targets),
    "target-removed": _back(shared._more_targets),
    "rd": _is(change=shared._rd),
    "family-router-id": _is(change=shared._family_router_id),
    "process-router-id": _is(change=shared._process_router_id),
    "maximum-paths": _is(change=shared._maximum_paths),
    "maximum-paths-gone": _is(change=shared._no_maximum_paths),
    "redistribute": _is(change=shared._redistribute),
    "multihop": _is(change=shared._multihop),
    "session-settings": _is(change=_session),
    "session-settings-gone": _back(_session),
    "drift": _is(drift=True),
    "refresh": _is("refresh"),
    "refresh-drift": _is("refresh", drift=True),
    "destroy": _is("destroy", startup=ALONE),
    "destroy-beside": _is("destroy"),
    "destroy-default": _is("destroy", before=_default_table, startup=OPEN),
    "destroy-adopt": _is("destroy", before=_adopt, startup=TAKEN_OVER),
}
