"""The checks of a stack across routers, VRFs, Calico, MetalLB and nodes, run before anything is changed."""

from collections.abc import Callable, Iterator

from errors import Problem
from model.checks import (
    addresses,
    calico,
    filters,
    hints,
    leaks,
    metallb,
    numbers,
    peers,
    ranges,
    routers,
    sessions,
    usable,
)
from model.stack import Stack

Check = Callable[[Stack], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    peers.one_router_address_per_speaker,
    peers.peers_are_in_a_vrf,
    peers.one_speaker_per_vrf,
    peers.a_speaker_dials_a_vrf_once,
    peers.loopback_peers_need_multihop,
    peers.nodes_reach_their_peers,
    numbers.sessions_are_external,
    numbers.as_numbers_may_be_used,
    numbers.router_ids_are_distinct,
    routers.routers_have_objects_of_their_own,
    routers.routers_are_distinct,
    sessions.times_fit_each_other,
    sessions.calico_hold_time_is_possible,
    sessions.native_metallb_has_fixed_keepalives,
    sessions.speakers_support_settings,
    sessions.settings_are_unique,
    sessions.passwords_are_the_sessions_own,
    sessions.bfd_has_one_hop,
    sessions.limits_leave_room,
    leaks.vrfs_are_distinct,
    leaks.vrfs_leak_both_ways,
    leaks.session_subnets_are_redistributed,
    filters.filters_exist,
    filters.lists_have_entries,
    filters.prefix_entries_are_valid,
    addresses.interface_addresses_are_hosts,
    addresses.global_interfaces_do_not_overlap,
    addresses.nodes_are_distinct,
    addresses.node_overrides_name_nodes,
    addresses.node_addresses_are_hosts,
    ranges.address_ranges_do_not_overlap,
    usable.addresses_are_usable,
    addresses.nodes_are_outside_the_ranges,
    addresses.pools_have_prefixes,
    calico.filters_of_peers_exist,
    calico.further_peers_have_a_far_end,
    calico.further_peers_dial_elsewhere,
    calico.further_peers_have_names_of_their_own,
    calico.reflectors_are_nodes,
    calico.filter_rules_are_complete,
    calico.the_router_does_not_limit_hops,
    metallb.names_are_defined,
    metallb.native_mode_supports_settings,
    metallb.frr_has_one_as,
    metallb.frr_has_multihop,
    metallb.aggregates_fit_their_pools,
)
HINTS: tuple[Check, ...] = (
    hints.multipath_in_every_vrf,
    hints.loopback_in_every_vrf,
    hints.neighbors_are_filtered,
    hints.lists_are_used,
    hints.paths_for_every_node,
    hints.every_router_is_dialled,
    hints.nodes_are_on_a_router_subnet,
    hints.blocks_for_every_node,
    hints.reflectors_in_place_of_the_mesh,
    hints.local_preference_is_for_ibgp,
    hints.bfd_has_two_ends,
    hints.metallb_has_sessions,
)


def problems_of(stack: Stack) -> list[Problem]:
    """The problems that the checks find, in the order of the checks."""
    return [problem for check in CHECKS for problem in check(stack)]


def hints_of(stack: Stack) -> list[Problem]:
    """The hints: configurations that work and are perhaps not intended."""
    return [hint for check in HINTS for hint in check(stack)]
