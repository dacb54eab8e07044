"""An FRR router, the wire to it and a device: where changes that nothing confirms are tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from apply.device import Device
from platforms.plan import Command, Plan
from tests.frr_files import ADMIN, PASSWORD
from tests.frr_router import FrrRouter
from tests.over_ssh.relay import Relay, relay

BGP = ("router bgp 65000",)
PLAN = Plan(
    (
        Command("ip prefix-list A seq 5 permit 10.0.0.0/8"),
        Command("router bgp 65000"),
        Command("neighbor 10.0.0.1 remote-as 65001", BGP),
        Command("neighbor 10.0.0.1 password first-secret", BGP),
    ),
    (Command("no router bgp 65000"), Command("no ip prefix-list A seq 5 permit 10.0.0.0/8")),
)


class Bench:
    """A router, the wire to it and a device.

    Attributes:
        router: The router.
        wire: The wire.
        device: The device.
        before: The running configuration at the beginning.
    """

    def __init__(self, router: FrrRouter, wire: Relay, device: Device) -> None:
        self.router, self.wire, self.device = router, wire, device
        self.before = router.running()

    def apply(self, plan: Plan = PLAN) -> None:
        self.device.running()
        self.device.change(lambda _: plan)

    def mended(self) -> bool:
        """Keep every connection from now on; True."""
        self.wire.keeps = lambda: True
        return True

    def without_bgpd(self) -> bool:
        """Kill bgpd once it has lines of the change; True."""
        if "first-secret" in self.router.running():
            self.wire.keeps = lambda: True
            self.router.kill("bgpd")
        return True

    def rebooted(self) -> bool:
        """Reboot the router; True."""
        self.router.reboot()
        return True

    def let_time_pass(self) -> None:
        """End the time of every pending change."""
        self.router.end("^sleep ")

    @property
    def folders(self) -> list[str]:
        """The folders of pending changes."""
        return self.router.run("sh", "-c", "ls -d /tmp/bgp-coexist-revert.* 2>/dev/null").split()

    @property
    def one_shots(self) -> list[list[str]]:
        """The arguments of the processes of pending changes, and of those that they wait for."""
        found = [words for _, words in self.router.processes()]
        return [words for words in found if words[0] in ("sleep", "setsid") or "coexist-revert" in " ".join(words)]

    @property
    def left(self) -> tuple[list[str], list[list[str]]]:
        """What pending changes have on the router."""
        return self.folders, self.one_shots


@contextmanager
def bench(
    router: FrrRouter, policy: str = "preferred", patience_seconds: float = 2, username: str = ADMIN
) -> Iterator[Bench]:
    with relay(router.port) as wire:
        endpoint = replace(router.endpoint, username=username, port=wire.port, commit_confirm=policy)
        device = Device(endpoint, PASSWORD, patience_seconds=patience_seconds)
        try:
            yield Bench(router, wire, device)
        finally:
            device.leave()
