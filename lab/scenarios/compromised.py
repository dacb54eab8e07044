"""A node whose BIRD announces prefixes of its own to the routers, to no other node, and not to the node's kernel."""

from collections.abc import Sequence

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import Host
from lab.scenarios import peerings

_FOLDER = "/etc/calico/confd/config"
_NAME = "hijack"
_EXPORT = "function calico_export_to_bgp_peers(bool internal_peer) {"
_KERNEL = "filter calico_kernel_programming {"
# The lines behind each head of confd's file, by which the routes reach the routers alone.
_INSERTED = {
    _EXPORT: f'  if ( proto = "{_NAME}" ) then {{ if internal_peer then reject; accept; }}',
    _KERNEL: f'  if ( proto = "{_NAME}" ) then {{ reject; }}',
}


def announce(fabric: Fabric, node: Host, prefixes: Sequence[str]) -> None:
    """Let the node's BIRD announce the prefixes, until confd writes its files anew or `restore` does.

    Raises:
        LabError: confd's files have another form, or BIRD refuses them.
    """
    folder = fabric.own(node.name, _FOLDER)
    ipam, main = folder / "bird_ipam.cfg", folder / "bird.cfg"
    ipam.write_text(exporting(ipam.read_text()))
    main.write_text(main.read_text() + protocol(prefixes))
    peerings.configure(fabric, node)


def restore(fabric: Fabric, node: Host) -> None:
    """Take the lines out of the node's files again; safe to call twice."""
    folder = fabric.own(node.name, _FOLDER)
    ipam, main = folder / "bird_ipam.cfg", folder / "bird.cfg"
    ipam.write_text(_without(ipam.read_text()))
    main.write_text(main.read_text().partition(_HEAD)[0])
    peerings.configure(fabric, node)


_HEAD = f"\nprotocol static {_NAME} {{\n"


def protocol(prefixes: Sequence[str]) -> str:
    """The static protocol of the prefixes."""
    return "".join([_HEAD, *(f"  route {prefix} blackhole;\n" for prefix in prefixes), "}\n"])


def exporting(text: str) -> str:
    """The file of the export filters, in which the static protocol reaches the routers alone.

    Raises:
        LabError: A filter is not there.
    """
    text = _without(text)
    for head, line in _INSERTED.items():
        if head not in text:
            raise LabError("confd", f"bird_ipam.cfg has no '{head}'")
        text = text.replace(head, f"{head}\n{line}", 1)
    return text


def _without(text: str) -> str:
    for line in _INSERTED.values():
        text = text.replace(f"\n{line}", "")
    return text
