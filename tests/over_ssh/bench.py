"""A lab router, the wire to it, a device, and what was typed: where changes under a revert timer are tried."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import yaml

from apply.device import Device
from platforms.iosxe.cli.session import connect
from platforms.plan import Command, Plan
from tests.lab_router import PASSWORD, STARTUP, LabRouter, lab_router_on_a_thread
from tests.over_ssh.relay import Relay, relay

BLOCK = ("ip vrf RED",)
RED = Plan((Command("ip vrf RED"), Command("rd 65000:7", BLOCK)), (Command("no ip vrf RED"),))


class Bench:
    """A lab router, the wire to it, a device, and what was typed into the router.

    Args:
        router: The router.
        wire: The wire.
        device: The device.
    """

    def __init__(self, router: LabRouter, wire: Relay, device: Device) -> None:
        self.router, self.wire, self.device = router, wire, device
        self.before = device.running()

    def apply(self, plan: Plan = RED) -> None:
        self.device.change(lambda _: plan)

    @property
    def typed(self) -> list[str]:
        """The lines since the last look at the running configuration by the device."""
        lines = self.typed_ever
        return lines[lines.index("show running-config") + 1 :]

    @property
    def typed_ever(self) -> list[str]:
        """All lines, whoever typed them."""
        return [line.split(maxsplit=2)[2] for line in (self.router.folder / "typed").read_text().splitlines()]

    @property
    def vrfs(self) -> list[str]:
        """The router's VRFs; asked past the wire."""
        return re.findall(r"(?m)^ip vrf (\S+)", self.router.running())

    def pending(self) -> bool:
        with connect(self.router.endpoint, PASSWORD) as session:
            return session.pending_change() is not None


@contextmanager
def bench(
    folder: Path,
    *options: str,
    startup: str = STARTUP,
    faults: object = None,
    policy: str = "preferred",
    patience_seconds: float = 1,
) -> Iterator[Bench]:
    (folder / "faults").write_text(yaml.safe_dump(faults or {}))
    words = ("--typed-log", str(folder / "router/typed"), "--faults", str(folder / "faults"), *options)
    with lab_router_on_a_thread(folder / "router", *words, startup=startup) as router, relay(router.port) as wire:
        endpoint = replace(router.endpoint, port=wire.port, host_key=router.host_key)
        endpoint = replace(endpoint, commit_confirm=policy, commit_confirm_minutes=1)
        device = Device(endpoint, PASSWORD, patience_seconds=patience_seconds)
        try:
            yield Bench(router, wire, device)
        finally:
            device.leave()
