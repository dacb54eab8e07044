"""The files that make FRR's machine the lab's: network, name, login, host key and a new router's configuration.

The machine unpacks them at its first boot, and never again: afterwards its disk has what was changed there.
"""

import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

HOSTNAME = "frr"
# The link between the router's namespace and the machine; SSH is forwarded over it.
HOST_ADDRESS = "169.254.10.1/30"
MACHINE_ADDRESS = "169.254.10.2/30"
PORTS = ("eth1", "eth2")
SUDO = "admin ALL=(ALL) NOPASSWD: ALL\n"
# Only root may read these; the first boot gives FRR's files to FRR.
SECRET = ("etc/shadow", "etc/ssh/ssh_host_ed25519_key")
# SHA-512 of lab.fabric.router.PASSWORD, in crypt's notation.
PASSWORD_HASH = "$6$frrmachine$zNWBrMmHTJ.vsSuHNtUA2DA8O1GA/Av7xha4f3WzPrrLREEH2qfOYSvRrhATAxO.85sQ6aqAQ3TK.WdahpNcC0"


@dataclass(frozen=True)
class Vrf:
    """A VRF device: the kernel's table, the ports in it, and the device's own address (empty: none)."""

    name: str
    table: int
    ports: tuple[str, ...] = ()
    address: str = ""


VRFS = (Vrf("k8s-calico", 102, ("eth2",)), Vrf("k8s-metallb", 101, ("eth1",)))


def files(vrfs: Iterable[Vrf], host_key: str, sudo: bool) -> dict[str, str]:
    """The files' texts by their paths without the leading slash; `host_key` is OpenSSH's private format."""
    return {
        **({"etc/sudoers.d/admin": SUDO} if sudo else {}),
        "etc/hostname": f"{HOSTNAME}\n",
        "etc/hosts": f"127.0.0.1 localhost {HOSTNAME}\n",
        "etc/network/interfaces": interfaces(tuple(vrfs)),
        "etc/shadow": _shadow(),
        "etc/ssh/ssh_host_ed25519_key": host_key,
        "etc/frr/frr.conf": Path(__file__).with_name("frr.conf").read_text(),
    }


def archive(texts: Mapping[str, str]) -> bytes:
    """A tar archive of the files, which belong to root."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for path, text in texts.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(text.encode()), 0o600 if path in SECRET else 0o644
            tar.addfile(entry, io.BytesIO(text.encode()))
    return target.getvalue()


def interfaces(vrfs: tuple[Vrf, ...]) -> str:
    """`/etc/network/interfaces`: the management link, the VRF devices, and the ports, which have no address.

    Source: interfaces(5); the unreachable default route: Linux, Documentation/networking/vrf.rst.
    """
    master = {port: vrf.name for vrf in vrfs for port in vrf.ports}
    stanzas = [
        "auto lo\niface lo inet loopback",
        f"auto eth0\niface eth0 inet static\n    address {MACHINE_ADDRESS}",
        *(_device(vrf) for vrf in vrfs),
        *(_port(port, master.get(port)) for port in PORTS),
        "source /etc/network/interfaces.d/*",
    ]
    return "\n\n".join(stanzas) + "\n"


def _device(vrf: Vrf) -> str:
    lines = [
        f"auto {vrf.name}",
        f"iface {vrf.name} inet manual",
        f"    pre-up ip link add $IFACE type vrf table {vrf.table}",
        "    up ip link set $IFACE up",
        f"    up ip route add unreachable default metric 4278198272 table {vrf.table}",
        *([f"    up ip address add {vrf.address} dev $IFACE"] if vrf.address else []),
        "    down ip link delete $IFACE",
    ]
    return "\n".join(lines)


def _port(port: str, vrf: str | None) -> str:
    lines = [
        f"auto {port}",
        f"iface {port} inet manual",
        *([f"    pre-up ip link set $IFACE master {vrf}"] if vrf else []),
        "    up ip link set $IFACE up",
        "    down ip link set $IFACE down",
    ]
    return "\n".join(lines)


def _shadow() -> str:
    hashes = {"root": "*", "sshd": "*", "frr": "*", "admin": PASSWORD_HASH, "nobody": "*"}
    return "".join(f"{user}:{word}:19000:0:99999:7:::\n" for user, word in hashes.items())
