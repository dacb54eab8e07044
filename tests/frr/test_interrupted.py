"""What the next run does about a change on a real FRR router that the router's restart has ended."""

import pytest

from apply.device import Device
from apply.journal import ResourceState
from apply.properties import whole_object
from platforms.frr.platform import FRR
from platforms.plan import Command, Plan
from tests.frr_files import PASSWORD
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

ID = "frr/bgp 65000"
PARTLY = ResourceState("bgp process", "", {"router": "frr", "asn": 65000, "before": {"existed": False}})
PLAN = Plan((Command("router bgp 65000"),), (Command("no router bgp 65000"),))
LEFT = f"frr: '{ID}' was left half-way by a run that broke off: "


def broken_off(router: FrrRouter) -> None:
    """A run has made a prefix list, saved nothing yet, and is gone within its next change."""
    router.configure("ip prefix-list EARLIER seq 5 permit 10.0.0.0/8\n")
    device = Device(router.endpoint, PASSWORD)
    running = device.running()
    whole = whole_object(FRR.object_types[PARTLY.kind], running.tree, PARTLY.properties)
    with device.config_lock(), device.journal.change(ID, PARTLY, [whole]):
        device.journal.sending(PLAN, running.digest)
    device.leave()
    router.configure("router bgp 65000\n")


def run_again(router: FrrRouter) -> Device:
    device = Device(router.endpoint, PASSWORD)
    device.running()
    device.leave()
    return device


def test_a_restart_that_took_earlier_changes_of_the_run_as_well_leaves_the_object_as_before(
    router: FrrRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    broken_off(router)
    router.reboot()
    journal = run_again(router).journal
    assert capsys.readouterr().err == (
        f"{LEFT}the undo was sent, without 'no router bgp 65000' which the router refused; "
        "it is as before, other parts of the running configuration are not: has the router restarted?\n"
    )
    assert (journal.unfinished, journal.unrecorded) == (None, {})


def test_without_a_restart_the_undo_leaves_everything_as_before(
    router: FrrRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    broken_off(router)
    run_again(router)
    assert capsys.readouterr().err == f"{LEFT}the undo was sent; the running configuration is as before\n"
    assert "ip prefix-list EARLIER" in router.running()
