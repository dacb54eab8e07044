"""Network namespaces, cables between them, addresses, routes and sysctls, with `ip` of iproute2."""

from collections.abc import Iterable
from pathlib import Path

from lab.fabric.command import run
from lab.fabric.topology import SWITCH, Cable, Host

PINS = Path("/run/netns")
BRIDGE = "br0"


def names(prefix: str) -> list[str]:
    """The full names of the lab's existing namespaces."""
    return sorted(pin.name for pin in PINS.glob(f"{prefix}-*"))


def is_pin(path: Path) -> bool:
    """Whether the file is a namespace's: it is on the kernel's file system for them."""
    return path.exists() and path.stat().st_dev == Path("/proc/self/ns/net").stat().st_dev


def build(prefix: str, hosts: Iterable[Host], cables: Iterable[Cable]) -> None:
    """Create what is missing of the machines' namespaces, cables, addresses and default routes."""
    hosts = tuple(hosts)
    for host in hosts:
        _namespace(f"{prefix}-{host.name}", host)
    for cable in cables:
        _plug(prefix, cable)
    for host in hosts:
        _address(f"{prefix}-{host.name}", host)


def remove(name: str) -> None:
    """Remove the namespace's name; the kernel removes it and its links when its last process ends."""
    pin = PINS / name
    if is_pin(pin):
        run(["ip", "netns", "delete", name])
    elif pin.exists():
        # A crash between creating the file and mounting on it leaves a plain file.
        pin.unlink()


def _namespace(name: str, host: Host) -> None:
    if not is_pin(PINS / name):
        remove(name)
        run(["ip", "netns", "add", name])
    run(["ip", "-n", name, "link", "set", "lo", "up"])
    if host.sysctls:
        settings = [f"{key}={value}" for key, value in host.sysctls]
        run(["nsenter", f"--net={PINS / name}", "sysctl", "-q", "-w", *settings])
    if host.name == SWITCH and not _has_link(name, BRIDGE):
        run(["ip", "-n", name, "link", "add", BRIDGE, "type", "bridge", "forward_delay", "0"])
        run(["ip", "-n", name, "link", "set", BRIDGE, "up"])


def _plug(prefix: str, cable: Cable) -> None:
    (one, port), (other, interface) = cable.one, cable.other
    if not _has_link(f"{prefix}-{one}", port):
        peer = ["peer", "name", interface, "netns", f"{prefix}-{other}"]
        run(["ip", "link", "add", port, "netns", f"{prefix}-{one}", "type", "veth", *peer])
    if one == SWITCH:
        run(["ip", "-n", f"{prefix}-{one}", "link", "set", port, "master", BRIDGE])
    run(["ip", "-n", f"{prefix}-{one}", "link", "set", port, "up"])
    run(["ip", "-n", f"{prefix}-{other}", "link", "set", interface, "up"])


def _address(name: str, host: Host) -> None:
    if host.address:
        run(["ip", "-n", name, "address", "replace", host.address, "dev", "eth0"])
    if host.gateway:
        run(["ip", "-n", name, "route", "replace", "default", "via", host.gateway])


def _has_link(name: str, link: str) -> bool:
    return link in run(["ip", "-n", name, "-o", "link", "show"]).replace("@", ":").replace(" ", "").split(":")
