"""How a router keeps the VRF devices that stacks have made: a file of ifupdown for each, written when FRR is saved.

Until then a device is only the kernel's, as unsaved lines are only FRR's: a restart takes both back.
"""

import re
import shlex
from collections.abc import Iterator

from platforms.frr.configuration import MADE, Configuration, links_of
from platforms.frr.objects.vrf_device import device_commands, entering

_FOLDER = "/etc/network/interfaces.d"
_START = f"{MADE}-"
SHOW_LINKS = "ip -json -pretty -details address show"
# Prints the reason why a file there would not make a device at the next start; nothing where it would.
# Source: ifup(8), interfaces(5) of Debian 12.
KEEPER = r"""keeper() {
  case $(ifup --version 2>&1) in 'ifup version '*) ;; *) echo "it has no ifupdown of Debian's"; return;; esac
  grep -Eqs '^[[:space:]]*source[[:space:]]+(/etc/network/)?interfaces\.d/\*[[:space:]]*$' /etc/network/interfaces ||
    { echo '/etc/network/interfaces has no line "source /etc/network/interfaces.d/*"'; return; }
  [ ! -d /run/systemd/system ] || systemctl -q is-enabled networking 2>/dev/null ||
    echo 'its service "networking" is not enabled'
}
"""
# Prints the kernel's interfaces and the files, where there is a device or a file of a stack.
SHOW = f"""case $(ip -details link show type vrf 2>/dev/null; ls {_FOLDER} 2>/dev/null) in *{MADE}*)
  {SHOW_LINKS}; echo "files:"; grep -s '' {_FOLDER}/{_START}* /dev/null;;
esac
"""
_LINE = re.compile(rf"^{_FOLDER}/{_START}([^:\n]+):(.*)$", re.MULTILINE)


def changes(printed: str) -> Iterator[tuple[str, str]]:
    """Each device whose file differs, with the command for root that writes or removes it.

    Args:
        printed: What `SHOW` printed.

    Raises:
        PlanError: The interfaces cannot be read.
    """
    links, _, files = printed.partition("files:\n")
    wanted = _wanted(links) if links.strip() else {}
    there: dict[str, str] = {}
    for name, line in _LINE.findall(files):
        there[name] = f"{there.get(name, '')}{line}\n"
    yield from ((name, _write(name, text)) for name, text in wanted.items() if there.get(name) != text)
    yield from ((name, _remove(name)) for name in there if name not in wanted)


def _wanted(links: str) -> dict[str, str]:
    tree = Configuration(links=links_of(links))
    made = {name: link.table for name, link in (tree.links or {}).items() if link.made}
    return {name: stanza(name, table, tree.ports(name)) for name, table in made.items() if table}


def stanza(name: str, table: int, ports: list[str]) -> str:
    """The file of one device.

    An interface that ifupdown makes, such as a VLAN, may come after the device; one that is missing stops no other.
    """
    add, *more = device_commands(name, table)
    there = "[ -e /sys/class/net/{0} ] || {1}".format
    return "\n".join(
        [
            "# Of bgp-coexist, which removes this file together with the device.",
            f"auto {name}",
            f"iface {name} inet manual",
            f"    pre-up {there(name, add)}",
            *(f"    up {command}" for command in more),
            *(f"    up {there(port, f'ifup {port}')}; {entering(port, name)} || true" for port in ports),
            f"    down ip link delete {name} || true",
            "",
        ]
    )


def _write(name: str, text: str) -> str:
    new = f".{_START}{name}.new"
    return (
        f"umask 022; cd {_FOLDER} && printf %s {shlex.quote(text)} >{new} && mv {new} {_START}{name} && sync || "
        f"{{ rm -f {new}; exit 1; }}"
    )


def _remove(name: str) -> str:
    """Without the device ifupdown's own record of it goes, too."""
    ifdown = f"[ -e /sys/class/net/{name} ] || ifdown --force {name} >/dev/null 2>&1"
    return f"{ifdown}; rm -f {_FOLDER}/{_START}{name} && sync"
