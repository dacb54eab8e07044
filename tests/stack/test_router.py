"""A router under the real engine: what preview says, what changes on the router, and that all of it goes again."""

import difflib
import re
from collections.abc import Iterator

import pytest

from platforms.iosxe.cli.session import connect
from platforms.plan import Command
from tests.lab_router import LabRouter, lab_router
from tests.stack.router_stack import RouterStack, router_values

pytestmark = pytest.mark.engine

METALLBS = [
    f"-  neighbor {address} {rest}"
    for address in ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")
    for rest in ("remote-as 65001", "update-source GigabitEthernet2", "activate", "prefix-list deny-all-routes out")
]


def changes(preview: str) -> list[str]:
    """The lines of a preview that say that something changes, without indent and without the resources' own."""
    marked = [line.strip() for line in preview.splitlines() if re.match(r"\s*[-+~] ", line)]
    return [line for line in marked if not line.startswith(("~ pulumi-python", "~ fingerprint", "+ pulumi-python"))]


def touched(before: str, after: str) -> list[str]:
    """What differs between two running configurations, line by line."""
    differing = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in differing if not line.startswith(("---", "+++", "@@"))]


def type_in(router: LabRouter, *lines: str) -> None:
    """Somebody configures the router by hand; ` / ` stands between a line and the modes it is typed in."""
    steps = [Command(line, tuple(modes)) for *modes, line in (typed.split(" / ") for typed in lines)]
    with connect(router.endpoint, router.password) as session:
        session.configure(steps)


def test_preview_shows_the_lines_and_asks_no_router(stack: RouterStack) -> None:
    stack.described["port"] = 1
    preview = stack.preview().ok().text
    assert (
        r'lines         : "ip vrf k8s-calico\n rd 65000:2\n route-target export 65000:2\n'
        r' route-target import 65000:1\n route-target import 65000:2"'
    ) in preview
    assert "+ 15 to create" in preview


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RouterStack]:
    """A stack that is applied once; every test that takes it applies one change more, the last destroys it."""
    folder = tmp_path_factory.mktemp("applied")
    with lab_router(folder / "router") as router:
        stack = RouterStack(folder, router)
        (folder / "before").write_text(router.running())
        stack.up()
        (folder / "first").write_text(router.running())
        yield stack


def test_up_makes_what_was_meant_and_a_second_preview_says_nothing_changes(applied: RouterStack) -> None:
    shown = applied.router.running()
    assert "\n".join(shown[shown.index("ip vrf k8s-metallb") :].splitlines()[:5]) == (
        "ip vrf k8s-metallb\n rd 65000:1\n route-target export 65000:1\n route-target import 65000:2\n"
        " route-target import 65000:1"
    )
    assert "ip vrf k8s-calico" in applied.router.show("show startup-config")
    applied.preview("--expect-no-changes").ok()


def test_metallbs_neighbors_leave_with_its_session_and_come_back_with_it(applied: RouterStack) -> None:
    """From two VRFs to a single session and back; nothing else changes."""
    two = applied.router.running()
    applied.values["topology"] = "single-session"
    applied.up()
    assert touched(two, applied.router.running()) == METALLBS
    applied.values["topology"] = "two-vrf"
    applied.up()
    assert applied.router.running() == two


def test_one_neighbors_as_and_one_route_target_change_exactly_their_lines(applied: RouterStack) -> None:
    before = applied.router.running()
    vrfs = applied.described["vrfs"]
    vrfs["k8s-calico"]["neighbors"]["remoteAs"] = {"worker1": 65012}
    vrfs["k8s-metallb"]["export"] = ["65000:1", "65000:11"]
    preview = applied.preview().ok().text
    assert changes(preview) == [
        "~ export_targets: [",
        '+ [1]: "65000:11"',
        "~ lines         :",
        "+  route-target export 65000:11",
        "~ lines       : {",
        "~ 10.0.0.11:",
        "- neighbor 10.0.0.11 remote-as 65002",
        "+ neighbor 10.0.0.11 remote-as 65012",
        "~ neighbors   : {",
        "~ 10.0.0.11: {",
        "~ remote_as      : 65002 => 65012",
        "~ 3 to update",
    ]
    applied.up()
    assert touched(before, applied.router.running()) == [
        "+ route-target export 65000:11",
        "-  neighbor 10.0.0.11 remote-as 65002",
        "+  neighbor 10.0.0.11 remote-as 65012",
    ]


def test_a_node_more_is_a_neighbor_more(applied: RouterStack) -> None:
    before = applied.router.running()
    applied.values["cluster"]["nodes"]["worker4"] = "10.0.0.14"
    applied.up()
    assert touched(before, applied.router.running()) == [
        "+  neighbor 10.0.0.14 remote-as 65002",
        "+  neighbor 10.0.0.14 ebgp-multihop 32",
        "+  neighbor 10.0.0.14 update-source Loopback2",
        "+  neighbor 10.0.0.14 activate",
        "+  neighbor 10.0.0.14 prefix-list deny-all-routes out",
        "+  neighbor 10.0.0.14 remote-as 65001",
        "+  neighbor 10.0.0.14 update-source GigabitEthernet2",
        "+  neighbor 10.0.0.14 activate",
        "+  neighbor 10.0.0.14 prefix-list deny-all-routes out",
    ]
    (applied.config.parent / "three").write_text(before)


def test_a_node_less_is_a_neighbor_less_and_another_route_distinguisher_brings_the_family_back(
    applied: RouterStack,
) -> None:
    del applied.values["cluster"]["nodes"]["worker4"]
    applied.described["vrfs"]["k8s-calico"].update(rd="65000:22", export=["65000:2"])
    applied.up()
    before = (applied.config.parent / "three").read_text()
    assert touched(before, applied.router.running()) == ["- rd 65000:2", "+ rd 65000:22"]


def test_another_as_takes_the_families_down_first_and_brings_them_back(applied: RouterStack) -> None:
    before = applied.router.running()
    applied.described["asn"] = 65009
    assert "+-3 replaced" in applied.up().text
    assert touched(before, applied.router.running()) == ["-router bgp 65000", "+router bgp 65009"]


def test_another_dialect_replaces_the_vrfs_and_what_stands_on_them(applied: RouterStack) -> None:
    applied.described["vrfSyntax"] = "vrf definition"
    assert "+-8 replaced" in applied.up().text
    shown = applied.router.running()
    assert [line for line in shown.splitlines() if line.startswith(("ip vrf", "vrf"))] == [
        "vrf definition k8s-calico",
        "vrf definition k8s-metallb",
        "ip vrf OFFICE",
    ]


def test_destroy_after_all_of_that_gives_the_router_back_to_the_byte(applied: RouterStack) -> None:
    applied.destroy()
    assert applied.router.running() == (applied.config.parent / "before").read_text()
    assert "vrf definition" not in applied.router.show("show startup-config")


def test_up_works_again_also_by_the_password_of_the_configuration(applied: RouterStack) -> None:
    applied.values, before = router_values("dev", applied.router), applied.router.running()
    applied.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = ""
    applied.password_in_configuration = True
    applied.up()
    assert applied.router.running() == (applied.config.parent / "first").read_text()
    applied.destroy()
    assert applied.router.running() == before


def test_refresh_shows_drift_line_by_line_and_up_puts_it_right(stack: RouterStack) -> None:
    stack.up()
    before = stack.router.running()
    type_in(
        stack.router,
        "router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor 10.0.0.11 remote-as 65013",
        "ip vrf k8s-metallb / no route-target import 65000:1",
    )
    stack.engine.run("refresh", "--yes", "--skip-preview").ok()
    assert changes(stack.preview().ok().text) == [
        "~ lines         :",
        "+  route-target import 65000:1",
        "~ lines       : {",
        "~ 10.0.0.11:",
        "- neighbor 10.0.0.11 remote-as 65013",
        "+ neighbor 10.0.0.11 remote-as 65002",
        "~ 3 to update",
    ]
    stack.up()
    assert stack.router.running() == before


def test_what_somebody_removed_by_hand_comes_back(stack: RouterStack) -> None:
    stack.up()
    before = stack.router.running()
    type_in(stack.router, "no interface Loopback2", "router bgp 65000 / no address-family ipv4 vrf k8s-metallb")
    stack.up("--refresh")
    assert stack.router.running() == before


def test_a_shared_bgp_process_keeps_what_others_have_in_it(bgp_stack: RouterStack) -> None:
    before = bgp_stack.router.running()
    bgp_stack.described["routerId"] = "192.0.2.1"
    bgp_stack.up()
    bgp_stack.destroy()
    assert bgp_stack.router.running() == before


def test_an_object_that_is_there_and_differs_stops_the_update_and_stays(stack: RouterStack) -> None:
    type_in(stack.router, "ip vrf k8s-calico / rd 65000:222")
    before = stack.router.running()
    failed = stack.fails()
    assert (
        "csr1000v: 'vrf k8s-calico' is on the router already and differs:\n"
        "        - rd 65000:222\n"
        "        + rd 65000:2\n"
    ) in failed
    stack.destroy()
    assert stack.router.running() == before


def test_adopt_takes_over_what_differs_and_destroy_gives_it_back(stack: RouterStack) -> None:
    type_in(
        stack.router,
        "ip vrf k8s-calico / rd 65000:222",
        "ip vrf k8s-calico / route-target import 65000:7",
        "interface GigabitEthernet2 / ip address 203.0.113.1 255.255.255.0",
    )
    before = stack.router.running()
    stack.described["adopt"] = True
    stack.up()
    assert " rd 65000:2\n" in stack.router.running()
    stack.destroy()
    assert stack.router.running() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"password": "sesame"},
            "csr1000v: user 'admin' refused by 127.0.0.1 port {port}: wrong user name or password",
        ),
        ({"password": ""}, "csr1000v: no password: 'routerPassword' is not set"),
        ({"knownHosts": "/nonexistent"}, "csr1000v: known_hosts file '/nonexistent' cannot be read: No such file"),
        ({"port": 1}, "csr1000v: no connection to 127.0.0.1 port 1: connection refused"),
    ],
    ids=["wrong password", "no password", "no known_hosts", "unreachable"],
)
def test_a_router_that_cannot_be_worked_on_is_one_clear_error(
    stack: RouterStack, change: dict[str, object], message: str
) -> None:
    if "password" in change:
        stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = str(change["password"])
    else:
        stack.described.update(change)
    failed = stack.fails()
    assert message.format(port=stack.router.port) in failed
    assert "Traceback" not in failed
    assert "sesame" not in failed
