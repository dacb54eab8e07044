"""VRF devices that a stack makes, over SSH on a real FRR; the kernel is a stand-in, see tests/lab for a real one."""

from collections.abc import Iterator

import pytest

from apply.reconcile import reconcile
from errors import ConflictError, RefusalError, RouterError, SessionLostError, UnconfirmedError
from platforms.frr.objects.values import VrfValues
from platforms.frr.objects.vrf import VRF
from platforms.history import History
from tests.eventually import eventually
from tests.frr import kernel
from tests.frr.bench import Bench, bench
from tests.frr_files import ADMIN
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

PORTS = ({"ifname": "lo"}, {"ifname": "eth1"}, {"ifname": "eth2"})
BARE = ["lo", "eth1", "eth2"]
BLUE = VrfValues(name="blue", table=7, interfaces=("eth1",))
NOTHING: tuple[list[str], list[list[str]]] = ([], [])
MADE = ["lo", "eth1 blue", "eth2", "blue"]


@pytest.fixture
def system(router: FrrRouter) -> FrrRouter:
    kernel.install(router, *PORTS)
    return router


@pytest.fixture
def test(system: FrrRouter) -> Iterator[Bench]:
    with bench(system, username="root") as made:
        yield made


def make(test: Bench, values: VrfValues = BLUE, previous: VrfValues | None = None) -> None:
    reconcile("frr", test.device, VRF, values, previous)


def remove(test: Bench, values: VrfValues = BLUE) -> None:
    test.device.change(lambda tree: VRF.removal(tree, values, History()))


def test_a_device_is_made_and_kept_once_the_configuration_is_saved(test: Bench) -> None:
    make(test)
    assert (kernel.links(test.router), kernel.kept(test.router), test.left) == (MADE, [], NOTHING)
    test.device.save()
    assert kernel.kept(test.router) == ["bgp-coexist-blue"]
    assert test.router.run("cat", f"{kernel.FOLDER}/bgp-coexist-blue").splitlines()[1:4] == [
        "auto blue",
        "iface blue inet manual",
        "    pre-up [ -e /sys/class/net/blue ] || ip link add blue type vrf table 7",
    ]
    assert test.router.run("stat", "-c", "%a", f"{kernel.FOLDER}/bgp-coexist-blue") == "644\n"


def test_its_removal_leaves_no_device_and_no_file_and_no_foreign_one_changes(test: Bench) -> None:
    kernel.write(test.router, f"{kernel.FOLDER}/eth9", "iface eth9 inet manual\n")
    make(test)
    test.device.save()
    remove(test)
    assert (kernel.links(test.router), kernel.kept(test.router)) == (BARE, ["bgp-coexist-blue", "eth9"])
    test.device.save()
    assert kernel.kept(test.router) == ["eth9"]


def test_another_interface_changes_the_file(test: Bench) -> None:
    make(test)
    test.device.save()
    make(test, VrfValues(name="blue", table=7, interfaces=("eth2",)), BLUE)
    assert kernel.links(test.router) == ["lo", "eth1", "eth2 blue", "blue"]
    test.device.save()
    assert "eth2 master blue" in test.router.run("cat", f"{kernel.FOLDER}/bgp-coexist-blue")


def test_a_user_who_is_not_root_is_one_clear_error_and_changes_nothing(system: FrrRouter) -> None:
    with bench(system, username=ADMIN) as test, pytest.raises(RefusalError) as raised:
        make(test)
    assert "line 'ip link add blue type vrf table 7'" in str(raised.value)
    assert "it needs root: sh: " in raised.value.answer
    assert raised.value.undone == (
        "not needed, no line had been accepted before it; the running configuration is as before"
    )
    assert raised.value.hint.startswith("log in as root, or let this user become root by sudo without a password")
    assert (kernel.links(system), test.left) == (BARE, NOTHING)


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("/bin/ifup", "#!/bin/sh\necho ifupdown2: 3.0\n", "it has no ifupdown of Debian's"),
        (
            "/etc/network/interfaces",
            "auto lo\n",
            '/etc/network/interfaces has no line "source /etc/network/interfaces.d/*"',
        ),
    ],
)
def test_without_ifupdown_nothing_is_sent(test: Bench, path: str, text: str, why: str) -> None:
    kernel.write(test.router, path, text)
    with pytest.raises(ConflictError) as raised:
        make(test)
    assert raised.value.what == (
        f"the router has no VRF device 'blue', and one made by the stack would be gone after a restart: {why}"
    )
    assert kernel.links(test.router) == BARE


def test_a_command_that_fails_is_named_and_the_rest_is_undone(test: Bench) -> None:
    kernel.write(test.router, "/bin/ip", kernel.refusing("master"))
    with pytest.raises(RefusalError) as raised:
        make(test)
    answer = "RTNETLINK answers: Device or resource busy"
    assert (raised.value.line, raised.value.answer) == ("ip link set eth1 master blue", answer)
    assert raised.value.undone == (
        "3 lines had been accepted, the undo was sent; the running configuration is as before"
    )
    assert (kernel.links(test.router), test.left) == (BARE, NOTHING)


def test_a_change_that_cuts_the_router_off_is_undone_by_it(test: Bench) -> None:
    test.device.running()
    test.wire.keeps = lambda: kernel.links(test.router) == BARE
    test.wire.admits = lambda: False
    with pytest.raises(SessionLostError, match="the router reverts the change by itself at"):
        make(test)
    assert kernel.links(test.router) == MADE
    test.let_time_pass()
    assert eventually(lambda: test.left, NOTHING, seconds=60) == NOTHING
    assert kernel.links(test.router) == BARE


def test_a_change_after_which_a_login_does_not_work_is_undone_over_the_first_session(test: Bench) -> None:
    test.device.running()
    test.wire.admits = lambda: False
    with pytest.raises(UnconfirmedError, match="the undo was sent; the running configuration is as before"):
        make(test)
    assert (kernel.links(test.router), test.left) == (BARE, NOTHING)


def test_a_cut_is_undone_over_a_new_session_and_the_next_run_makes_the_device(test: Bench) -> None:
    test.device.running()
    test.wire.keeps = lambda: kernel.links(test.router) == BARE
    test.wire.admits = test.mended
    with pytest.raises(SessionLostError, match="over a new session, the undo was sent; the running"):
        make(test)
    assert (kernel.links(test.router), test.left) == (BARE, NOTHING)
    make(test)
    assert kernel.links(test.router) == MADE


def test_a_folder_that_cannot_be_written_is_one_clear_error(test: Bench) -> None:
    make(test)
    test.router.run("rm", "-rf", kernel.FOLDER)
    with pytest.raises(RouterError) as raised:
        test.device.save()
    assert str(raised.value) == (
        f"frr: the file of VRF device 'blue' is not written: sh: line 1: cd: {kernel.FOLDER}: No such file or directory"
    )
