"""What runs only before a release: of each group here `make test` runs the representatives, `make test-long` all.

A test may go on from the one before it, so the representatives of such a story are its beginning and its end.

A group moves its rest here where that finds nothing which the representatives or cheaper tests do not; each says so.
"""

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@dataclass(frozen=True)
class Group:
    """The tests of one file.

    Attributes:
        kept: The representatives: tests by name, all cases of them or `name[case]`.
        why: What the rest alone could find, and where `make test` tries the like.
    """

    kept: Set[str]
    why: str


GROUPS = {
    "bench/test_bench.py": Group(
        {
            "test_a_contender_does_every_step_and_leaves_what_we_leave[device]",
            "test_a_contender_does_every_step_and_leaves_what_we_leave[ours]",
            "test_what_fails_is_noted_with_its_reason_and_ends_the_contender",
            "test_the_results_have_a_row_for_each_and_a_plot_for_each_step",
            "test_ten_times_as_far_is_as_wide_everywhere_on_a_plot",
            "test_what_is_new_in_a_configuration_keeps_its_modes",
            "test_a_link_takes_its_round_trip_each_time_and_counts_it",
        },
        "another tool that does not do what the measurements ask of it; tests/clients has the same calls",
    ),
    "clients/test_ansible.py": Group(
        {"test_the_seed_from_a_file_is_configured_and_saved_once"},
        "a module of cisco.ios that reads the emulator otherwise; login, lines and saving are in the one kept",
    ),
    "clients/test_full_router.py": Group(
        {"test_netmiko_reads_every_line", "test_napalm_puts_another_whole_configuration_there_and_the_first_back"},
        "banners and `end` in files that a client merges: tests/unit/emulator/configure has both on the emulator",
    ),
    "clients/test_live.py": Group(
        set(),
        "a table whose columns a template does not know; tests/lab/test_dataplane_prompt.py has the same tables, exact",
    ),
    "clients/test_napalm.py": Group(
        {
            "test_it_gathers_the_bgp_neighbors_of_both_vrfs",
            "test_a_merge_is_committed_and_saved",
            "test_a_replacement_is_committed_and_rolled_back",
        },
        "the emulator's timers and archive as NAPALM asks for them: tests/unit/emulator/transactions has them",
    ),
    "clients/test_netmiko.py": Group(
        {
            "test_it_logs_in_and_finds_the_prompt",
            "test_it_configures_line_by_line_and_echoes_each",
            "test_it_sees_a_refused_line",
            "test_it_puts_a_file_on_flash_by_scp",
        },
        "another path of one client: tests/unit/emulator/ssh/test_netmiko.py and test_files.py have login and files",
    ),
    "clients/test_ntc_templates.py": Group(
        {"test_every_command_with_a_template_is_tried_here", "test_it_reads_the_values_that_the_router_has"},
        "the tables with times in them, which tests/unit/emulator/show has exact",
    ),
    "clients/test_scrapli.py": Group(
        {
            "test_it_logs_in_by_paramiko_and_finds_the_prompt",
            "test_it_goes_through_every_level_and_back",
            "test_it_stops_at_a_refused_line",
        },
        "another transport or another command of one client",
    ),
    "faults/test_engine_agrees.py": Group(
        {
            "test_the_driver_leaves_what_the_engine_leaves[a create that ends half-way]",
            "test_the_driver_leaves_what_the_engine_leaves[a removal whose connection is cut]",
            "test_the_driver_leaves_what_the_engine_leaves[a replacement that is refused]",
        },
        "nothing of the engine: what is refused and undone is recorded by the engine as a replacement that is refused; "
        "tests/over_ssh/test_reconcile.py has create and update over SSH",
    ),
    "frr/test_plans.py": Group(
        {
            "test_a_new_object_reads_back_as_wanted_and_its_undo_leaves_nothing",
            "test_the_undo_restores_the_configuration_where_a_line_was_refused",
        },
        "a change whose undo FRR refuses in its order; the lines of the changes are in tests/unit/platforms/frr",
    ),
    "lab/test_calico_peers.py": Group(
        {
            "test_further_peers_are_applied_and_dialled_by_the_nodes_they_are_for",
            "test_further_peers_go_as_they_came",
        },
        "a release of Calico whose daemons do something else with the same objects; the objects of reflectors, own "
        "numbers and hold times are in tests/unit/cluster/test_calico_fields.py and tests/unit/components",
    ),
    "lab/test_cluster_away.py": Group(
        set(),
        "another limit of Pulumi's own Kubernetes provider; tests/unit/cluster tries our client against servers that "
        "are down, silent, slow and cut off, tests/stack/test_program_errors.py an `up` whose cluster is away",
    ),
    "lab/test_cluster_side.py": Group(
        {
            "test_with_the_documented_rights_everything_is_compared_and_every_check_holds",
            "test_what_the_documented_rights_leave_out_is_refused",
            "test_calicos_fields_are_previewed_alone_and_taken_by_its_api",
            "test_metallbs_fields_pass_its_webhook",
            "test_an_edit_by_hand_is_shown_and_taken_back",
        },
        "an order of Helm's or of the engine's that stops the sessions of other nodes, or waits where it should not; "
        "the gate and pending releases are in tests/unit/verify and tests/unit/cluster against an API server of "
        "their own",
    ),
    "lab/test_frr_job.py": Group(
        set(),
        "what FRR does with traffic on a kernel with VRFs, and the nodes' own programs as its neighbors; tests/frr "
        "has the same FRR at the prompt, tests/lab/test_frr_machine.py its machine",
    ),
    "lab/test_frr_modes.py": Group(
        set(),
        "a release of MetalLB whose FRR does something else; the values of the chart and the objects are in "
        "tests/unit/cluster, the limits of the webhook in tests/unit/model",
    ),
    "lab/test_lab.py": Group(
        {
            "test_up_on_a_running_lab_says_so_in_a_moment",
            "test_status_is_json_for_programs",
            "test_four_nodes_are_ready",
            "test_every_node_has_a_pod_with_an_address_of_its_own_block",
            "test_every_node_reaches_every_pod",
            "test_a_pod_reaches_the_api_servers_service_address",
            "test_a_service_is_answered",
            "test_exec_and_logs_go_through_the_api_server",
            "test_the_mesh_between_the_nodes_is_established",
            "test_root_logs_in_at_the_client_by_key_alone",
            "test_a_dead_kubelet_is_mended_by_up",
            "test_nothing_of_the_lab_is_mounted_where_the_machine_sees_it",
        },
        "the collision without a stack; tests/lab/test_main_job.py has it beside one",
    ),
    "lab/test_main_job.py": Group(
        {
            "test_the_demo_ends_well_and_says_so",
            "test_four_sessions_are_established_in_each_vrf",
            "test_both_speakers_run_on_every_node",
            "test_the_service_address_is_forwarded_to_four_nodes",
            "test_each_nodes_block_is_seen_in_both_vrfs",
            "test_no_prefix_is_advertised_to_any_node",
            "test_thirty_requests_are_answered_by_all_three_pods",
            "test_each_pod_answers_at_its_own_address",
            "test_a_preview_right_after_says_that_nothing_changes",
            "test_three_changes_show_their_lines_and_only_those_are_applied",
            "test_destroy_leaves_router_and_cluster_as_they_were",
            "test_a_bgp_configuration_that_was_there_is_given_back",
            "test_up_again_works",
            "test_the_collision_is_real",
            "test_lab_down_leaves_nothing",
        },
        "a figure of docs/choosing.md that no longer holds: how long a service is away while it is switched over",
    ),
    "lab/test_passwords.py": Group(
        {
            "test_one_secret_is_written_on_both_ends_and_every_session_comes_back",
            "test_neither_state_nor_events_hold_it",
            "test_one_that_not_all_take_is_refused_before_anything_is_touched",
            "test_without_it_both_ends_forget_it",
        },
        "a daemon that keeps a session whose password has become another one; tests/lab/test_dataplane_calm.py has "
        "that on BIRD, tests/unit/verify how it is told",
    ),
    "stack/test_adoption.py": Group(
        {
            "test_up_of_what_adopt_prints_sends_nothing_and_destroy_takes_nothing_away[shared with others]",
            "test_up_of_a_network_that_people_have_sends_nothing[home-default]",
            "test_what_was_there_before_is_given_back_also_where_somebody_removed_the_object_meanwhile",
            "test_what_differs_is_named_then_taken_over_when_told_and_given_back[mixed]",
        },
        "nothing of the engine: `mixed` has one difference of each kind; tests/unit/adopt and "
        "tests/unit/platforms/iosxe/objects have each",
    ),
    "stack/test_commit_confirm.py": Group(
        {"test_a_change_that_cuts_the_way_to_the_router_is_taken_back_and_said_and_put_right"},
        "nothing of the engine: tests/stack/test_two_ups.py has two runs that take turns, "
        "tests/over_ssh/test_commit_confirm.py a configuration that another session holds",
    ),
    "stack/test_drift.py": Group(
        {
            "test_drift_is_shown_where_it_belongs_and_repaired_alone[a removed VRF]",
            "test_drift_is_shown_where_it_belongs_and_repaired_alone[a foreign neighbor]",
            "test_drift_is_shown_where_it_belongs_and_repaired_alone[several at once]",
            "test_after_all_repairs_nothing_is_left_to_do",
        },
        "nothing of the engine: the kept ones remove an object, add to one, and change lines of several at once; "
        "tests/stack/test_adoption.py has an interface that was moved, "
        "tests/unit/platforms/iosxe/objects/test_drift.py has every sort of line",
    ),
    "stack/test_fleet.py": Group(
        {
            "test_a_killed_run_ends_where_an_undisturbed_one_ends_once_it_is_started_again",
            "test_two_fleets_on_two_machines_never_work_on_one_router_at_the_same_time",
            "test_a_dead_and_a_slow_router_do_not_hold_the_others_back",
            "test_a_lock_of_another_machine_is_left_and_said",
            "test_a_secret_that_was_set_for_a_stack_stays_in_its_file",
        },
        "the engine's own words in the order and at the stops of an `up`, which tests/unit/fleet/test_run.py decides "
        "without it; a signal to the fleet with engines under way",
    ),
    "stack/test_invalid_configurations.py": Group(
        {
            "test_up_tells_the_place_and_calls_no_router[cluster.nodes.worker1 is '2001:db8::1']",
            "test_up_tells_the_place_and_calls_no_router[routers.csr1000v.vrfs.two words is a name]",
            "test_each_of_them_is_made",
        },
        "nothing of the engine: tests/unit/components/test_invalid_configurations.py has every one of them",
    ),
    "stack/test_killed_outright.py": Group(
        {
            "test_a_run_that_is_killed_is_finished_by_the_next_and_destroy_leaves_nothing_of_it"
            "[update-both-neighbor 198.51.100.2 description .*-neighbor 198.51.100.2 shutdown]"
        },
        "an engine that does not report a plugin that was killed; what the next run makes of the half is the same, "
        "tests/faults kills at every line of a create, tests/stack/test_killed_engine.py the engine in one",
    ),
    "stack/test_lost_state.py": Group(
        {"test_a_lost_state_is_told_by_up_and_what_stays_is_named_by_destroy"},
        "a release of Pulumi that keeps its copies elsewhere: docs/lost-state.md would be wrong, no line of ours",
    ),
    "stack/test_mistakes.py": Group(
        {
            "test_a_mistake_is_one_clear_error_and_touches_nothing[bad_values]",
            "test_a_mistake_is_one_clear_error_and_touches_nothing[wrong_password]",
            "test_a_mistake_is_one_clear_error_and_touches_nothing[another_host_key]",
            "test_a_router_that_lets_nobody_in_keeps_the_cluster_untouched_as_well",
            "test_a_password_that_has_become_wrong_is_explained_once",
        },
        "nothing of the engine: other problems of the stack's file end as `bad_values` does, with the texts that "
        "tests/golden/checks has, and other routers that cannot be worked on as those with a wrong password or key, "
        "with the texts that tests/over_ssh/test_session.py has; tests/stack/test_program_errors.py has a cluster that "
        "is away, tests/unit/cluster/test_odd_kubeconfigs.py kubeconfigs that cannot be used",
    ),
    "stack/test_old_states.py": Group(
        {
            "test_an_old_state_is_refreshed_and_taken_along[history]",
            "test_an_old_state_is_destroyed_without_an_up[staging]",
        },
        "the same promise on the other stack, and drift that tests/stack/test_drift.py has on a new state",
    ),
    "stack/test_partly_applied.py": Group(
        {
            "test_a_half_made_family_is_recorded_and_finished_by_the_next_up",
            "test_an_update_that_ended_half_way_is_finished_by_the_next",
        },
        "nothing of the engine: it hands the same record to a destroy and to an update back to the old values, and "
        "tests/unit/apply/test_partial_state.py has what is in it; tests/faults destroys what a fault left half made",
    ),
    "stack/test_program_errors.py": Group(
        {
            "test_bad_input_is_one_clear_error[no_password]",
            "test_bad_input_is_one_clear_error[no_chart]",
            "test_a_cluster_that_is_away_is_named_before_anything_is_touched",
            "test_the_staging_stack_previews_offline",
        },
        "nothing of the engine: tests/stack/test_mistakes.py has the like in an `up`, tests/golden/checks every text",
    ),
    "stack/test_router.py": Group(
        {
            "test_preview_shows_the_lines_and_asks_no_router",
            "test_up_makes_what_was_meant_and_a_second_preview_says_nothing_changes",
            "test_one_neighbors_as_and_one_route_target_change_exactly_their_lines",
            "test_metallbs_neighbors_leave_with_its_session_and_come_back_with_it",
            "test_a_node_more_is_a_neighbor_more",
            "test_a_node_less_is_a_neighbor_less_and_another_route_distinguisher_brings_the_family_back",
            "test_another_as_takes_the_families_down_first_and_brings_them_back",
            "test_another_dialect_replaces_the_vrfs_and_what_stands_on_them",
            "test_destroy_after_all_of_that_gives_the_router_back_to_the_byte",
        },
        "an `up` after a destroy; a BGP process of others, which tests/stack/test_adoption.py has, and tests/faults "
        "with a create and a destroy; a password in the configuration, which tests/stack/test_no_secrets.py has; "
        "drift, adoption and routers that cannot be worked on, which tests/stack/test_drift.py, "
        "tests/stack/test_adoption.py and tests/stack/test_mistakes.py have with exact lines and errors",
    ),
    "stack/test_router_staging.py": Group(
        set(),
        "nothing of the engine: tests/stack/test_program_errors.py previews the whole of that stack, "
        "tests/stack/test_router.py applies its dialect, tests/stack/test_old_states.py destroys a state of it",
    ),
    "stack/test_several_routers.py": Group(
        {
            "test_a_router_that_refuses_a_line_does_not_hurt_the_other",
            "test_a_router_is_configured_while_another_one_is_silent",
        },
        "a router that cannot be reached at all, which fails sooner than the silent one",
    ),
    "stack/test_stand_ins_engine.py": Group(
        {
            "test_configuration_and_secrets_reach_the_program",
            "test_an_error_on_purpose_is_one_message",
            "test_a_dynamic_resource_lives_its_whole_life",
            "test_a_local_command_lives_its_whole_life",
            "test_a_failing_command_says_what_failed_without_secrets",
            "test_an_interrupted_update_ends_without_a_traceback",
        },
        "a warning about a program without any resource; those that live their whole life show that there is none",
    ),
    "stack/test_two_ups.py": Group(
        {"test_two_stacks_on_one_router_do_not_get_into_each_others_lines"},
        "a release of Pulumi that does not lock its own state, no line of ours",
    ),
    "state/test_shared_backends.py": Group(
        set(),
        "a release of Pulumi whose backend locks or imports in another way, no line of ours; its servers are not in "
        "`make test`",
    ),
}


def is_long(item: pytest.Item) -> bool:
    """Whether a test runs only before a release."""
    group = GROUPS.get(item.path.relative_to(TESTS).as_posix()) if item.path.is_relative_to(TESTS) else None
    return group is not None and not group.kept & {item.name, item.name.partition("[")[0]}
