"""What a change does not concern stays as it is, and what goes wrong harms nothing else."""

import os
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest

from emulator.dataplane.errors import DataplaneError
from emulator.dataplane.state import Bfd, Interface, PrefixEntry, Vrf
from tests.eventually import eventually, stays
from tests.lab.dataplane_fabric import Namespace
from tests.lab.dataplane_router import ALL_UP, SECOND, Router
from tests.lab.dataplane_seed import (
    CALICO,
    METALLB,
    SEED,
    with_family,
    with_interface,
    with_neighbor,
)

pytestmark = pytest.mark.root


def test_applying_the_same_again_disturbs_no_session(router: Router) -> None:
    before = [s.seconds for s in router.space.call(router.plane.sessions, METALLB)]
    started = time.monotonic()
    router.apply(SEED)
    assert time.monotonic() - started < SECOND
    assert all(
        s.seconds >= old for s, old in zip(router.space.call(router.plane.sessions, METALLB), before, strict=True)
    )


ONE_MORE = Interface("Loopback9", METALLB, "9.9.9.9/32", shutdown=False)
HARMLESS = {
    "a prefix list": replace(SEED, prefix_lists={"deny-all-routes": (PrefixEntry(5, "permit", "9.9.9.9/32"),)}),
    "maximum-paths": with_family(SEED, METALLB, maximum_paths=2),
    "a new VRF": replace(SEED, vrfs=(Vrf("aaa", "65000:9", frozenset(), frozenset()), *SEED.vrfs)),
    "a new loopback": replace(SEED, interfaces=(ONE_MORE, *SEED.interfaces)),
    "a limit that is kept": with_neighbor(SEED, CALICO, "*", maximum_prefix=2),
    "BFD on an interface": with_interface(SEED, "GigabitEthernet2", bfd=Bfd(100, 100, 3)),
    "BFD with neighbors that have none": with_interface(
        with_neighbor(SEED, METALLB, "*", bfd=True), "GigabitEthernet2", bfd=Bfd(100, 100, 3)
    ),
    "an address elsewhere": with_interface(SEED, "Loopback0", address="1.1.1.9/32"),
}


@pytest.mark.parametrize("change", list(HARMLESS))
def test_a_change_that_concerns_no_session_disturbs_none(router: Router, change: str) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(HARMLESS[change])
    assert stays(lambda: min(router.ages()) >= 3, True, seconds=0.5)


def test_adding_a_neighbor_disturbs_no_other(router: Router) -> None:
    family = SEED.families[1]
    router.apply(with_family(SEED, METALLB, neighbors=family.neighbors[1:]))
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(SEED)
    assert stays(lambda: sorted(router.ages())[1] >= 3, True, seconds=0.5)


def test_a_wrong_remote_as_never_comes_up(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", remote_as=65009))
    assert not stays(lambda: router.state(METALLB, "10.0.0.13") == "Established", False, seconds=3)


def test_a_refused_configuration_leaves_the_old_one_running(router: Router) -> None:
    with pytest.raises(DataplaneError):
        router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", password='a"b'))
    assert router.states() == ALL_UP


def test_a_foreign_address_and_a_foreign_rule_stay(router: Router) -> None:
    router.space.run("ip", "address", "add", "172.31.0.1/24", "dev", "Gi3")
    router.space.run("ip", "rule", "add", "from", "172.31.0.1", "priority", "500", "lookup", "77")
    router.apply(with_interface(SEED, "GigabitEthernet3", address="10.0.1.253/24"))
    router.apply(SEED)
    assert "172.31.0.1/24" in router.space.run("ip", "-4", "address", "show", "dev", "Gi3").stdout
    assert "500:" in router.space.run("ip", "rule").stdout
    router.space.run("ip", "address", "delete", "172.31.0.1/24", "dev", "Gi3")
    router.space.run("ip", "rule", "delete", "priority", "500")


def test_a_password_must_be_the_same_at_both_ends(router: Router) -> None:
    secret = with_neighbor(SEED, METALLB, "10.0.0.13", password="s3cret words")
    router.apply(secret)
    assert eventually(lambda: router.state(METALLB, "10.0.0.13") == "Established", True, seconds=3) is False
    with router.net.other_metallb("worker3", 'password "another";'):
        assert eventually(lambda: router.state(METALLB, "10.0.0.13") == "Established", True, seconds=4) is False
    with router.net.other_metallb("worker3", 'password "s3cret words";'):
        assert eventually(lambda: router.state(METALLB, "10.0.0.13"), "Established") == "Established"


def dial(password: str) -> socket.socket:
    """A connection from worker3 to the router, by this password (Linux's `struct tcp_md5sig`)."""
    made = socket.socket()
    peer = struct.pack("HH4s120x", socket.AF_INET, 0, socket.inet_aton("10.0.0.254"))
    made.setsockopt(socket.IPPROTO_TCP, 14, peer + struct.pack("BBHI80s", 0, 0, len(password), 0, password.encode()))
    made.settimeout(3)
    try:
        made.connect(("10.0.0.254", 179))
    except OSError:
        made.close()
        raise
    return made


def message(kind: int, body: str = "") -> bytes:
    """A BGP message (RFC 4271, section 4)."""
    content = bytes.fromhex(body)
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(content), kind) + content


# As AS 65001 with hold time 180 and identifier 1.0.0.9; a route to 10.100.9.0/24 by way of 10.0.0.13.
OPEN = message(1, "04 FDE9 00B4 01000009 00")
KEEPALIVE = message(4)
UPDATE = message(2, "0000 0012 40010100 4002040201FDE9 4003040A00000D 180A6409")


def hold_a_session(password: str) -> socket.socket:
    held = dial(password)
    held.sendall(OPEN + KEEPALIVE + UPDATE)
    return held


def dial_again_when_told_to_go(held: socket.socket, password: str) -> bool:
    """Whether a connection stays that was dialled while the one before was still being closed."""
    held.settimeout(20)
    while (heard := held.recv(4096)) and b"\xff" * 16 + b"\x00\x15\x03" not in heard:
        pass
    try:
        again = dial(password)
    except OSError:
        return False
    finally:
        held.close()
    with again:
        try:
            while again.recv(4096):
                pass
        except TimeoutError:
            return True
        except OSError:
            pass
    return False


@contextmanager
def on_one_processor(router: Router, space: Namespace) -> Iterator[None]:
    """The router's BIRD and who dials there take turns: whoever is woken goes first."""
    process = router.plane._bird._process
    assert process is not None
    every = os.sched_getaffinity(0)
    one = {min(every)}
    os.sched_setaffinity(process.pid, one)
    space.call(os.sched_setaffinity, 0, one)
    yield
    os.sched_setaffinity(process.pid, every)
    space.call(os.sched_setaffinity, 0, every)


def test_who_dials_at_once_is_not_let_in_by_the_password_before(router: Router) -> None:
    """MetalLB does: it dials while the router is still closing the session. On one processor it mostly did."""
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", password="first"))
    space = router.net.spaces["worker3"]
    with (
        router.net.other_metallb("worker3", "disabled yes;"),
        ThreadPoolExecutor(1) as pool,
        on_one_processor(router, space),
    ):
        held = space.call(hold_a_session, "first")
        assert eventually(lambda: router.state(METALLB, "10.0.0.13"), "Established") == "Established"
        again = pool.submit(space.call, dial_again_when_told_to_go, held, "first")
        router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", password="second"))
        assert again.result(60) is False


def test_a_second_speaker_at_one_router_address_gets_no_session_and_the_first_keeps_its_own(router: Router) -> None:
    with router.net.rival("worker3"):
        assert stays(lambda: router.state(METALLB, "10.0.0.13"), "Established", seconds=5) == "Established"
        assert router.net.learned("worker3", "rival") == []
        assert router.space.call(router.plane.sessions, METALLB)[3].seconds >= 4


def test_of_two_speakers_that_start_together_the_one_with_the_right_as_gets_the_session(router: Router) -> None:
    with router.net.rival("worker3"):
        router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", shutdown=True))
        router.apply(SEED)
        assert eventually(lambda: router.state(METALLB, "10.0.0.13"), "Established", 40) == "Established"
        assert router.net.learned("worker3", "rival") == []


def test_after_bird_died_the_next_look_starts_it_again(router: Router) -> None:
    process = router.plane._bird._process
    assert process is not None
    process.kill()
    process.wait(5)
    assert eventually(router.states, ALL_UP) == ALL_UP
    assert router.plane._bird._process is not process


def test_a_new_router_takes_over_what_a_crashed_one_left(router: Router) -> None:
    crashed = router.plane._bird
    directory = crashed._socket.parent
    again = Router(router.net, directory)  # knows nothing of the first
    again.apply(SEED)
    assert eventually(again.states, ALL_UP) == ALL_UP
    router.plane = again.plane
    assert crashed._process is not None
    crashed._process.wait(5)


def test_closing_takes_back_everything(router: Router) -> None:
    router.space.call(router.plane.close)
    assert "10.0.0.254" not in router.space.run("ip", "address").stdout
    assert router.space.run("ip", "rule").stdout.splitlines()[0] == "0:\tfrom all lookup local"
    assert "bird" not in router.space.run("ip", "route", "show", "table", "all").stdout


def test_closing_takes_back_everything_also_when_bird_died(router: Router) -> None:
    process = router.plane._bird._process
    assert process is not None
    process.kill()
    process.wait(5)
    router.space.call(router.plane.close)
    assert "bird" not in router.space.run("ip", "route", "show", "table", "all").stdout
