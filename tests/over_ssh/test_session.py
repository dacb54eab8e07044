"""Logging in to a router, looking and changing, over real SSH; and every way it can fail, word for word."""

import base64
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from errors import HostKeyError, LoginError, RefusalError, RouterError, UnreachableError
from platforms.iosxe.cli.batch import Verdict
from platforms.iosxe.cli.session import connect
from tests.closed_port import closed_port
from tests.hostile_cases import WRONG_PASSWORD_HINT
from tests.lab_router import PASSWORD, LabRouter, lab_router
from tests.step import Step
from transport.host_keys import fingerprint


def judge(answer: str) -> Verdict:
    if "Deletion of RD in progress" in answer:
        return "retry"
    return "refused" if "% Invalid" in answer else "fine"


VRF = ("ip vrf RED",)


def test_show_is_the_output_alone(router: LabRouter) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        assert session.show("show privilege") == "Current privilege level is 15"


def test_the_running_configuration_comes_whole(router: LabRouter) -> None:
    lines = router.show("show running-config").splitlines()
    assert (lines[0], lines[-1]) == ("Building configuration...", "end")


def test_lines_land_in_their_modes(router: LabRouter) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        session.configure([Step("rd 65000:7", VRF), Step("route-target export 65000:7", VRF)], judge=judge)
        shown = session.show("show running-config | section ip vrf RED")
    assert shown == "ip vrf RED\n rd 65000:7\n route-target export 65000:7"


def test_a_refused_line_names_itself_and_leaves_nothing_behind(router: LabRouter) -> None:
    before = router.running()
    with connect(router.endpoint, PASSWORD) as session, pytest.raises(RefusalError) as caught:
        session.configure([Step("rd 65000:7", VRF), Step("bogus", VRF)], [Step("no ip vrf RED")], judge)
    assert str(caught.value) == (
        "csr1000v: line 'bogus' refused: % Invalid input detected at '^' marker.\n"
        "  undo: 2 lines had been accepted, the undo was sent\n"
        "  hint: correct what the router refuses, there or in the configuration, and run `pulumi up` again"
    )
    assert router.running() == before


def test_an_rd_that_is_still_being_deleted_is_waited_for(router: LabRouter) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        session.configure([Step("rd 65000:7", VRF)], judge=judge)
        session.configure([Step("no ip vrf RED")], judge=judge)
        session.configure([Step("rd 65000:7", VRF)], judge=judge)
        assert session.show("show running-config | section ip vrf RED") == "ip vrf RED\n rd 65000:7"


def test_saving_ends_with_ok(router: LabRouter) -> None:
    with connect(router.endpoint, PASSWORD) as session:
        session.save()


def test_a_command_the_router_does_not_know_is_an_error(router: LabRouter) -> None:
    with connect(router.endpoint, PASSWORD) as session, pytest.raises(RouterError) as caught:
        session.show("show nonsense")
    assert str(caught.value) == (
        "csr1000v: 'show nonsense' is not a command of this router: % Invalid input detected at '^' marker."
    )


@pytest.mark.parametrize("profile", ["16.12", "17.15"])
def test_old_and_new_ssh_are_spoken(tmp_path: Path, profile: str) -> None:
    with lab_router(tmp_path, "--profile", profile) as router:
        assert router.show("show privilege") == "Current privilege level is 15"


def said(action: Callable[[], object], kind: type[RouterError]) -> str:
    with pytest.raises(kind) as caught:
        action()
    return str(caught.value)


def test_a_wrong_password_is_told_with_the_key_of_its_router(router: LabRouter) -> None:
    endpoint = replace(router.endpoint, password_key="edgePassword")
    with pytest.raises(LoginError, match="--secret edgePassword` or in BGP_COEXIST_EDGE_PASSWORD;"):
        connect(endpoint, "s3cret")


def test_a_wrong_password_is_told_without_it(router: LabRouter) -> None:
    assert said(lambda: connect(router.endpoint, "s3cret"), LoginError) == (
        f"csr1000v: user 'admin' refused by 127.0.0.1 port {router.port}: wrong user name or password\n"
        f"  hint: {WRONG_PASSWORD_HINT}"
    )


def test_too_little_privilege_is_told(tmp_path: Path) -> None:
    with lab_router(tmp_path, "--privilege", "1") as router:
        assert said(lambda: connect(router.endpoint, PASSWORD), LoginError) == (
            "csr1000v: user 'admin' has privilege level '1': configuring needs 15\n"
            "  hint: on the router: username admin privilege 15"
        )


def test_an_unknown_host_key_is_told_with_its_fingerprint(router: LabRouter, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    key = paramiko.RSAKey(data=base64.b64decode(router.host_key.split()[1]))
    assert said(
        lambda: connect(replace(router.endpoint, known_hosts=str(tmp_path / "empty")), PASSWORD), HostKeyError
    ) == (
        f"csr1000v: host key ssh-rsa {fingerprint(key)} of 127.0.0.1 port {router.port} is unknown: "
        f"'{tmp_path}/empty' has none for it\n"
        "  hint: compare the fingerprint on the router's console, then: "
        f"ssh-keyscan -p {router.port} 127.0.0.1 >> {tmp_path}/empty"
    )


def test_a_changed_host_key_is_refused(router: LabRouter) -> None:
    other = f"ssh-rsa {paramiko.RSAKey.generate(2048).get_base64()}"
    message = said(lambda: connect(replace(router.endpoint, host_key=other), PASSWORD), HostKeyError)
    assert f"is not the pinned one: 127.0.0.1 port {router.port}" in message


def test_a_closed_port_is_told(tmp_path: Path) -> None:
    port = closed_port()
    with lab_router(tmp_path) as router:
        endpoint = replace(router.endpoint, port=port, host_key=router.host_key)
    assert said(lambda: connect(endpoint, PASSWORD), UnreachableError) == (
        f"csr1000v: no connection to 127.0.0.1 port {port}: connection refused\n"
        "  hint: is SSH on at that address and port? a router whose vty lines are all busy answers like this, too"
    )


def test_something_else_than_ssh_is_told(router: LabRouter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = replace(router.endpoint, port=server.getsockname()[1], host_key=router.host_key, connect_seconds=1)
        message = said(lambda: connect(endpoint, PASSWORD), UnreachableError)
    assert message.startswith(f"csr1000v: no SSH session with 127.0.0.1 port {endpoint.port}: ")
