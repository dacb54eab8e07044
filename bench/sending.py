"""How long a router takes for a thousand new neighbors, sent in three ways, and how long its configuration is read.

    python -m bench.sending [--neighbors 1000] [--latency-ms 0 5]

`pasted` is the device's own time: the same lines from a sender that never waits. `ahead` is ours, `one by one` waits
for every answer. Each is measured on a fresh lab router without a data plane.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from platforms.iosxe.cli.session import connect
from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.tree import parse
from platforms.plan import Command
from tests.lab_router import STARTUP, LabRouter, lab_router
from transport.connection import open_shell

_VRF = """\
ip vrf k8s
 rd 65000:1
!
interface Loopback2
 ip vrf forwarding k8s
 ip address 1.1.1.2 255.255.255.255
!
ip prefix-list deny-all-routes seq 5 deny 0.0.0.0/0 le 32
!
router bgp 65000
 bgp log-neighbor-changes
!
"""


def commands(neighbors: int) -> tuple[Command, ...]:
    """The plan for a new family with so many neighbors."""
    settings = {"remote_as": 65002, "ebgp_multihop": 32, "update_source": "Loopback2"}
    addresses = [f"10.{number // 65536}.{number // 256 % 256}.{number % 256}" for number in range(1, neighbors + 1)]
    values = BGP_VRF.values.model_validate(
        {
            "asn": 65000,
            "vrf": "k8s",
            "redistribute": ["connected"],
            "neighbors": {address: {**settings, "prefix_list_out": "deny-all-routes"} for address in addresses},
        }
    )
    return BGP_VRF.plan(parse(_VRF), values, None).commands


def typed(plan: tuple[Command, ...]) -> list[str]:
    """The plan's lines as a person would paste them."""
    lines, mode = ["configure terminal"], tuple[str, ...]()
    for command in plan:
        lines += command.mode[len(mode) :] if command.mode[: len(mode)] == mode else command.mode
        lines.append(command.line)
        mode = (*command.mode, command.line) if command.line.startswith("address-family") else command.mode
    return [*lines, "end"]


def sent_by_us(plan: tuple[Command, ...]) -> Callable[[LabRouter], float]:
    """Seconds our own sender takes for the plan."""

    def seconds(router: LabRouter) -> float:
        with connect(router.endpoint, router.password) as session:
            started = time.monotonic()
            session.configure(plan)
            return time.monotonic() - started

    return seconds


def pasted(plan: tuple[Command, ...]) -> Callable[[LabRouter], float]:
    """Seconds until the router has answered the last of the lines, all of them sent at once."""

    def seconds(router: LabRouter) -> float:
        transport, channel = open_shell(router.endpoint, router.password)
        text = "".join(f"{line}\n" for line in typed(plan)).encode()
        started = time.monotonic()
        threading.Thread(target=channel.sendall, args=(text,), daemon=True).start()
        received = b""
        while b"#end\r\n" not in received:
            received = received[-100:] + channel.recv(65536)
        taken = time.monotonic() - started
        transport.close()
        return taken

    return seconds


def measured(way: Callable[[LabRouter], float], latency_ms: int) -> float:
    """Seconds of one way on a router of its own."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--latency-ms", str(latency_ms)] if latency_ms else []
        with lab_router(Path(folder), *options, startup=STARTUP.replace("interface", _VRF + "interface", 1)) as router:
            return way(router)


def reading_seconds(lines: int) -> float:
    """Seconds to parse a running configuration of so many lines and to plan one family in it."""
    interface = "interface Loopback{0}\n description number {0}\n ip address 10.0.0.1 255.255.255.255\n!\n"
    text = _VRF + "".join(interface.format(number) for number in range(10, lines // 4 + 10))
    values = BGP_VRF.values.model_validate({"asn": 65000, "vrf": "k8s", "neighbors": {}})
    started = time.monotonic()
    BGP_VRF.plan(parse(text), values, None)
    return time.monotonic() - started


def changing_seconds(neighbors: int) -> float:
    """Seconds to parse a running configuration with so many neighbors and to plan another AS for all of them."""
    addresses = [f"10.{number // 65536}.{number // 256 % 256}.{number % 256}" for number in range(1, neighbors + 1)]
    lines = "".join(f"  neighbor {each} remote-as 65002\n  neighbor {each} activate\n" for each in addresses)
    family = f" !\n address-family ipv4 vrf k8s\n{lines} exit-address-family\n!\n"
    text = _VRF.removesuffix("!\n") + family
    given = {"asn": 65000, "vrf": "k8s", "neighbors": {each: {"remote_as": 65010} for each in addresses}}
    values = BGP_VRF.values.model_validate(given)
    started = time.monotonic()
    planned = BGP_VRF.plan(parse(text), values, None).commands
    taken = time.monotonic() - started
    assert len(planned) >= neighbors, planned[:3]
    return taken


def main() -> None:
    """Print one line per measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neighbors", type=int, default=1000)
    parser.add_argument("--latency-ms", type=int, nargs="*", default=[0, 5])
    chosen = parser.parse_args()
    plan = commands(chosen.neighbors)
    one_by_one = tuple(replace(command, settled=True) for command in plan)
    ways = {"pasted": pasted(plan), "ahead": sent_by_us(plan), "one by one": sent_by_us(one_by_one)}
    print(f"{len(typed(plan))} lines for {chosen.neighbors} neighbors")
    for latency_ms in chosen.latency_ms:
        own = 0.0
        for name, way in ways.items():
            taken = measured(way, latency_ms)
            own = own or taken
            print(f"latency {latency_ms} ms  {name:<10}  {taken:7.2f} s  {taken / own:5.2f} x")
    print(f"100,000 lines parsed and planned  {reading_seconds(100_000):.2f} s")


if __name__ == "__main__":
    main()
