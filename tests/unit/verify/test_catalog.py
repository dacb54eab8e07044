"""A stack is checked for what it means, and for no more."""

from model.load import stack_from
from tests.examples import FOLDER, values_of
from tests.seed import Values, seed_stack
from verify.announced import OnlyExpectedAnnounced
from verify.catalog import checks_of
from verify.routing import BlocksRouted, ServiceRouted
from verify.service import ServiceAnswers


def titles(change: object = None) -> list[str]:
    stack = seed_stack(change) if callable(change) else seed_stack()
    return [f"{check.who} {check.where} {check.what}" for check in checks_of(stack)]


def test_without_a_cluster_only_the_router_is_asked() -> None:
    assert titles(lambda values: values["cluster"].pop("kubeconfig")) == [
        "csr1000v k8s-calico sessions Established",
        "csr1000v k8s-calico prefixes sent to the nodes",
        "csr1000v k8s-metallb sessions Established",
        "csr1000v k8s-metallb prefixes sent to the nodes",
        "csr1000v configuration lines as the stack says",
        "csr1000v configuration saved for the next start",
    ]


def test_an_up_asks_before_it_saves() -> None:
    asked = {check.what for check in checks_of(seed_stack(), applying=True)}
    assert {check.what for check in checks_of(seed_stack())} - asked == {
        "lines as the stack says",
        "saved for the next start",
    }


def test_without_a_client_nothing_is_requested() -> None:
    assert [title for title in titles(lambda values: values.pop("verification")) if "client" in title] == []


def test_without_the_demonstration_there_is_no_service() -> None:
    assert [title for title in titles(lambda values: values.update(demo={"enabled": False})) if "nginx" in title] == []


def test_a_filter_that_lets_something_through_is_not_counted() -> None:
    def change(values: Values) -> None:
        values["routers"]["csr1000v"]["prefixLists"]["deny-all-routes"] = ["seq 5 permit 10.0.1.0/24"]

    assert [title for title in titles(change) if "prefixes sent" in title] == []


def test_a_vrf_nobody_dials_is_not_asked() -> None:
    def change(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"]["spare"] = {"rd": "65000:9", "export": [], "import": []}

    assert [title for title in titles(change) if "spare" in title] == []


def test_ecmp_is_over_as_many_nodes_as_the_router_may_use() -> None:
    def change(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]["maximumPaths"] = 2

    assert [check.paths for check in checks_of(seed_stack(change)) if isinstance(check, ServiceRouted)] == [2]


def own_routes(values: Values) -> None:
    del values["calico"]["announce"]


def local(values: Values) -> None:
    values["demo"] = {"externalTrafficPolicy": "Local"}


def test_each_block_is_by_its_own_node_unless_all_nodes_announce_it() -> None:
    stacks = (seed_stack(own_routes), seed_stack())
    found = [[check.own for check in checks_of(stack) if isinstance(check, BlocksRouted)] for stack in stacks]
    assert found == [[True, True], [False, False]]


def test_the_services_traffic_policy_decides_which_nodes_announce_it() -> None:
    stacks = (seed_stack(), seed_stack(local))
    kinds = (ServiceRouted, ServiceAnswers)
    found = [[check.local for check in checks_of(stack) if isinstance(check, kinds)] for stack in stacks]
    assert found == [[False, False], [True, True]]


def test_the_configured_number_of_requests_is_made() -> None:
    stack = seed_stack(lambda values: values["verification"].update(requests=50))
    assert [check.requests for check in checks_of(stack) if isinstance(check, ServiceAnswers)] == [50]


def test_a_racks_router_is_asked_for_its_own_rack() -> None:
    checks = checks_of(stack_from(values_of(FOLDER / "racks.yaml")))
    blocks = {(check.who, check.where): check for check in checks if isinstance(check, BlocksRouted)}
    assert blocks.keys() == {(router, vrf) for router in ("rack-a", "rack-b") for vrf in ("pods", "services")}
    own = blocks["rack-b", "pods"]
    assert (list(own.nodes), own.elsewhere, own.own) == (["b1", "b2"], frozenset({"a1", "a2"}), True)
    routed = {check.who: list(check.nodes) for check in checks if isinstance(check, ServiceRouted)}
    assert routed == {"rack-a": ["a1", "a2"], "rack-b": ["b1", "b2"]}


def test_where_nodes_pass_blocks_on_a_racks_router_has_all_of_them() -> None:
    values = values_of(FOLDER / "racks.yaml")
    values["calico"] |= {"announce": "all", "nodeToNodeMeshEnabled": True}
    blocks = [check for check in checks_of(stack_from(values)) if isinstance(check, BlocksRouted)]
    assert {(check.own, check.elsewhere) for check in blocks} == {(False, frozenset())}


def test_a_generated_filter_that_permits_nothing_is_counted() -> None:
    def change(values: Values) -> None:
        for vrf in values["routers"]["csr1000v"]["vrfs"].values():
            del vrf["neighbors"]["prefixListOut"]
            vrf["neighbors"]["advertise"] = "nothing"
        values["routers"]["csr1000v"].pop("prefixLists")

    assert len([title for title in titles(change) if "prefixes sent" in title]) == 2


def test_a_racks_router_judges_the_announcements_of_its_own_rack() -> None:
    checks = checks_of(stack_from(values_of(FOLDER / "racks.yaml")))
    judged = {
        (check.who, check.where): [each.node for each in check.announcers.values()]
        for check in checks
        if isinstance(check, OnlyExpectedAnnounced)
    }
    racks = {"rack-a": ["a1", "a2"], "rack-b": ["b1", "b2"]}
    assert judged == {(rack, vrf): nodes for rack, nodes in racks.items() for vrf in ("pods", "services")}
