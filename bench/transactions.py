"""What one transaction per router would save: the seed's objects applied one by one, and all in one transaction.

    python -m bench.transactions [--latency-ms 0 20]

Both send the same lines to a fresh lab router that keeps an archive, with commit-confirm required.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apply.device import Device
from apply.reconcile import reconcile
from platforms.base import Platform
from platforms.iosxe.platform import IOS_XE
from platforms.object_type import RouterObject
from platforms.plan import Command, Plan
from tests.lab_router import PASSWORD, LabRouter, lab_router
from tests.seed import seed_stack

ROUTER = "csr1000v"
_PLATFORM: Platform[Any] = IOS_XE


@dataclass
class Taken:
    """What one way of applying took.

    Attributes:
        seconds: Wall time.
        logins: How many times the router was logged in to.
        timers: How many revert timers were started, each with a file in the router's archive.
        readings: How many times its running configuration was read.
        lines: Everything that was typed.
    """

    seconds: float
    logins: int
    timers: int
    readings: int
    lines: int


class Recording(Device):
    """A device that keeps the commands it was given."""

    commands: tuple[Command, ...] = ()

    def change(self, planned: Callable[[Any], Plan]) -> None:
        """Apply a plan, and keep its commands."""

        def kept(tree: Any) -> Plan:
            plan = planned(tree)
            self.commands += plan.commands
            return plan

        super().change(kept)


@contextmanager
def fresh(latency_ms: int) -> Iterator[tuple[LabRouter, Recording]]:
    """A fresh router and a device that has not yet logged in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        options = ["--typed-log", str(path / "typed"), "--profile", "17.15"]
        options += ["--latency-ms", str(latency_ms)] if latency_ms else []
        with lab_router(path, *options) as router:
            device = Recording(replace(router.endpoint, commit_confirm="required"), PASSWORD)
            yield router, device
            device.leave()


def one_by_one(device: Recording, objects: tuple[RouterObject, ...]) -> None:
    """Apply every object in a transaction of its own, as the providers do."""
    for each in objects:
        object_type = _PLATFORM.object_types[each.type]
        values = object_type.values.model_validate(each.values)
        before = object_type.before(device.running().tree, values)
        reconcile(ROUTER, device, object_type, values, before=before)


def taken(router: LabRouter, began: float) -> Taken:
    """What the router's log of typed lines says."""
    lines = [line.split(maxsplit=2)[2] for line in (router.folder / "typed").read_text().splitlines()]
    # A session that sends turns paging off; one that only confirms does not.
    logins = lines.count("terminal length 0") + lines.count("configure confirm")
    timers = sum(line.startswith("configure terminal revert timer") for line in lines)
    return Taken(time.monotonic() - began, logins, timers, lines.count("show running-config"), len(lines))


def measured(latency_ms: int) -> tuple[Taken, Taken]:
    """One transaction per object, and one for all of them."""
    objects = _PLATFORM.objects(seed_stack(), ROUTER)
    with fresh(latency_ms) as (router, device):
        began = time.monotonic()
        one_by_one(device, objects)
        each, commands = taken(router, began), device.commands
    with fresh(latency_ms) as (router, device):
        began = time.monotonic()
        device.change(lambda _: Plan(commands))
        device.running()
        return each, taken(router, began)


def main() -> None:
    """Print one line per way and latency, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency-ms", type=int, nargs="*", default=[0, 20])
    for latency_ms in parser.parse_args().latency_ms:
        each, together = measured(latency_ms)
        print(f"latency {latency_ms} ms  one by one    {each}")
        print(f"latency {latency_ms} ms  all together  {together}")
        print(f"latency {latency_ms} ms  ratio         {each.seconds / together.seconds:.2f}")


if __name__ == "__main__":
    main()
