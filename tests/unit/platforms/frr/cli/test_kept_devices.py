"""The files of ifupdown that keep VRF devices, from what the kernel has."""

import json

from platforms.frr.cli.kept_devices import changes, stanza
from tests.unit.platforms.frr.test_vrf import device, port

FILE = """\
# Of bgp-coexist, which removes this file together with the device.
auto blue
iface blue inet manual
    pre-up [ -e /sys/class/net/blue ] || ip link add blue type vrf table 7
    up ip link set blue up alias bgp-coexist
    up ip route replace unreachable default metric 4278198272 table 7
    up [ -e /sys/class/net/eth1 ] || ifup eth1; ip link set eth1 master blue || true
    down ip link delete blue || true
"""
LINKS = json.dumps([device("blue", 7), port("eth1", "blue"), device("red", 8, made=False)])
PATH = "/etc/network/interfaces.d/bgp-coexist-"


def printed(name: str, text: str) -> str:
    """A file as `grep` prints it."""
    return "".join(f"{PATH}{name}:{line}\n" for line in text.splitlines())


def test_a_device_of_a_stack_is_one_file() -> None:
    assert stanza("blue", 7, ["eth1"]) == FILE
    ((name, command),) = changes(f"{LINKS}files:\n")
    assert (name, command.count(FILE)) == ("blue", 1)
    assert command.startswith("umask 022; cd /etc/network/interfaces.d && printf %s '# Of bgp-coexist, which")
    assert command.endswith(
        " >.bgp-coexist-blue.new && mv .bgp-coexist-blue.new bgp-coexist-blue && sync || "
        "{ rm -f .bgp-coexist-blue.new; exit 1; }"
    )


def test_a_file_that_is_as_wanted_is_not_written() -> None:
    assert list(changes(f"{LINKS}files:\n{printed('blue', FILE)}")) == []
    assert [name for name, _ in changes(f"{LINKS}files:\n{printed('blue', FILE.replace('eth1', 'eth2'))}")] == ["blue"]


def test_the_file_of_a_device_that_is_gone_is_removed_and_that_of_another_device_is_not() -> None:
    links = json.dumps([device("red", 8, made=False)])
    assert list(changes(f"{links}files:\n{printed('blue', FILE)}")) == [
        (
            "blue",
            "[ -e /sys/class/net/blue ] || ifdown --force blue >/dev/null 2>&1; "
            "rm -f /etc/network/interfaces.d/bgp-coexist-blue && sync",
        )
    ]


def test_without_devices_and_files_of_stacks_nothing_is_printed_and_nothing_changes() -> None:
    assert list(changes("")) == []
