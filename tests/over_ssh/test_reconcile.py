"""Changing a router for good or not at all: refusals, lost connections, shared sessions, over real SSH."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from apply.device import Device
from apply.reconcile import reconcile
from errors import ConflictError, LoginError, RefusalError, RouterError, SessionLostError, UnreachableError
from platforms.iosxe.cli.session import Session
from platforms.iosxe.object_types import VRF
from platforms.iosxe.objects.values import VrfValues
from platforms.plan import Command, Plan
from tests.lab_router import PASSWORD, LabRouter
from tests.over_ssh.relay import Relay, relay

RED = VrfValues(name="RED", rd="65000:7", export_targets=("65000:7",), import_targets=("65000:7", "65000:8"))
BLOCK = ("ip vrf RED",)
HALF = Plan(
    (Command("ip vrf RED"), Command("rd 65000:7", BLOCK), Command("bogus", BLOCK), Command("never", BLOCK)),
    (Command("no ip vrf RED"),),
)
# Settled, so that each goes out by itself and what was sent at the moment of a cut is known.
WHOLE = Plan(
    tuple(
        Command(line, mode, settled=True)
        for line, mode in (("ip vrf RED", ()), ("rd 65000:7", BLOCK), ("description one", BLOCK), ("never", BLOCK))
    ),
    HALF.undo,
)


@pytest.fixture
def wire(router: LabRouter) -> Iterator[Relay]:
    with relay(router.port) as made:
        yield made


@pytest.fixture
def device(router: LabRouter, wire: Relay) -> Iterator[Device]:
    endpoint = replace(router.endpoint, port=wire.port, host_key=router.host_key, commit_confirm="off")
    made = Device(endpoint, PASSWORD, patience_seconds=1)
    yield made
    made.leave()


def test_what_is_ensured_is_there_and_ensuring_it_again_sends_nothing(device: Device) -> None:
    reconcile("rt1", device, VRF, RED)
    assert VRF.running(device.running().tree, RED) == VRF.lines(RED)
    seen = device.running()
    reconcile("rt1", device, VRF, RED)
    assert device.running() is seen


def test_a_refused_line_is_taken_back_and_looked_up(device: Device, router: LabRouter) -> None:
    before = router.running()
    with pytest.raises(RefusalError) as caught:
        device.change(lambda _: HALF)
    assert str(caught.value) == (
        "csr1000v: line 'bogus' refused: % Invalid input detected at '^' marker.\n"
        "  undo: 2 lines had been accepted, the undo was sent; the running configuration is as before\n"
        "  hint: correct what the router refuses, there or in the configuration, and run `pulumi up` again"
    )
    assert router.running() == before


def test_a_configuration_that_could_not_be_read_again_is_not_taken_for_the_new_one(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.running()
    device.change(lambda _: Plan(WHOLE.commands[:1]))
    with monkeypatch.context() as broken:
        broken.setattr(Session, "running_configuration", refused)
        with pytest.raises(RouterError, match="not a command"):
            device.running()
    assert "ip vrf RED" in device.running().text


def refused(_: Session) -> str:
    raise RouterError("rt1", "'show running-config' is not a command of this router")


def test_an_undo_that_does_not_bring_back_what_was_says_so(device: Device) -> None:
    with pytest.raises(RefusalError) as caught:
        device.change(lambda _: Plan(HALF.commands))
    assert caught.value.undone == (
        "2 lines had been accepted, the undo was sent; the running configuration is NOT as before, look at it"
    )


def test_a_connection_lost_in_the_middle_is_made_again_and_the_change_taken_back(
    device: Device, router: LabRouter, wire: Relay
) -> None:
    before = router.running()
    device.running()
    wire.cut_after(3)  # configure terminal, ip vrf RED, rd
    with pytest.raises(SessionLostError) as caught:
        device.change(lambda _: WHOLE)
    assert str(caught.value) == (
        "csr1000v: the connection was lost after 'description one'; "
        "2 lines had been accepted, the last was 'rd 65000:7'\n"
        "  undo: over a new session, the undo was sent; the running configuration is as before\n"
        "  hint: once the router can be reached again, `pulumi up` continues from its running configuration"
    )
    assert router.running() == before


def test_a_connection_lost_for_good_says_what_may_be_left(device: Device, wire: Relay) -> None:
    device.running()
    wire.cut_after(3, for_good=True)
    with pytest.raises(SessionLostError) as caught:
        device.change(lambda _: WHOLE)
    assert str(caught.value) == (
        "csr1000v: the connection was lost after 'description one'; "
        "2 lines had been accepted, the last was 'rd 65000:7'\n"
        f"  undo: not possible, no connection to 127.0.0.1 port {wire.port}: connection refused; "
        "the running configuration may contain part of the change\n"
        "  hint: once the router can be reached again, `pulumi up` continues from its running configuration"
    )


def test_a_router_that_falls_silent_is_given_up_and_asked_anew(router: LabRouter, wire: Relay) -> None:
    before = router.running()
    endpoint = replace(
        router.endpoint, port=wire.port, host_key=router.host_key, answer_seconds=3, commit_confirm="off"
    )
    device = Device(endpoint, PASSWORD)
    device.running()
    wire.mute_after(3)
    with pytest.raises(SessionLostError) as caught:
        device.change(lambda _: WHOLE)
    assert caught.value.what == (
        "no answer to 'description one' within 3 s; 2 lines had been accepted, the last was 'rd 65000:7'\n"
        "  undo: over a new session, the undo was sent; the running configuration is as before"
    )
    assert router.running() == before
    device.leave()


def test_a_session_lost_while_idle_is_made_again_without_a_word(device: Device, wire: Relay) -> None:
    device.running()
    wire.cut_after(0)
    device.save()
    assert wire.connections == 2


def test_an_object_that_differs_is_left_alone(device: Device) -> None:
    reconcile("rt1", device, VRF, RED)
    with pytest.raises(ConflictError) as caught:
        reconcile("rt1", device, VRF, RED.model_copy(update={"rd": "65000:9"}))
    assert str(caught.value) == (
        "rt1: 'vrf RED' is on the router already and differs:\n"
        "    - rd 65000:7\n"
        "    + rd 65000:9\n"
        "  hint: remove what is unwanted there, change the configuration to match, or set adopt: true"
    )


def test_many_resources_share_one_session_and_one_look(device: Device, wire: Relay) -> None:
    looks = [threading.Thread(target=device.running) for _ in range(8)]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    assert wire.connections == 1


def test_a_wrong_password_is_tried_once(router: LabRouter, wire: Relay) -> None:
    device = Device(replace(router.endpoint, port=wire.port, host_key=router.host_key), "sesame")
    with pytest.raises(LoginError):
        device.running()
    for _ in range(2):
        with pytest.raises(UnreachableError, match=r"^csr1000v: not tried again: another resource's error says why$"):
            device.running()
    assert wire.connections == 1
