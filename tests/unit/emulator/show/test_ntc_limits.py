"""Two layouts of IOS-XE that ntc-templates cannot parse, in recorded outputs and in ours."""

from collections.abc import Callable
from typing import Any

import pytest
from ntc_templates.parse import parse_output  # type: ignore[import-untyped]
from textfsm import TextFSMError  # type: ignore[import-untyped]

# Recorded on IOS-XE 17 (an IOL lab's notes), whole.
INTERFACE = """\
Building configuration...

Current configuration : 103 bytes
!
interface GigabitEthernet4.10
 encapsulation dot1Q 10
 ip address 192.51.100.11 255.255.255.254
end
"""
# Recorded on IOS-XE: a VRF with two targets (genieparser's samples) and the interfaces of another (ntc-templates' own).
DETAIL = """\
VRF VRF1 (VRF Id = 1); default RD 100:1; default VPNID <not set>
  New CLI format, supports multiple address-families
  Flags: 0x180C
  Interfaces:
    Vl20                     Tu14                     Tu30
Address family ipv4 unicast (Table ID = 0x1):
  Flags: 0x2100
  Export VPN route-target communities
    RT:100:1                 RT:200:1                \x20
  Import VPN route-target communities
    RT:100:1                 RT:200:1                \x20
  No import route-map
"""


def parsed(command: str, text: str) -> Any:
    return parse_output("cisco_ios", command, text)


def test_a_recorded_interface_ends_with_a_word_the_template_refuses() -> None:
    with pytest.raises(TextFSMError, match="Input Line: end"):
        parsed("show running-config interface", INTERFACE)


def test_the_template_wants_a_mark_in_the_place_of_the_end() -> None:
    [row] = parsed("show running-config interface", INTERFACE.replace("end\n", "!\n"))
    assert (row["interface"], row["outer_vlan"], row["ip_address"]) == ("GigabitEthernet4.10", "10", "192.51.100.11")


def test_an_interface_of_the_labs_router_ends_as_the_recorded_one(cli: Any) -> None:
    cli.run("configure terminal", "interface Loopback7", "end")
    text = cli.run("show running-config interface Loopback7")
    with pytest.raises(TextFSMError, match="Input Line: end"):
        parsed("show running-config interface", text)


def test_recorded_lists_of_more_than_one_are_lost_to_the_template() -> None:
    [row] = parsed("show vrf detail", DETAIL)
    assert (row["vrf"], row["interfaces"], row["rt_import"], row["rt_export"]) == ("VRF1", [], [], [])


def test_the_labs_router_prints_lists_as_recorded(start: Callable[..., Any]) -> None:
    lines = ["vrf definition VRF1", " rd 100:1", " address-family ipv4"]
    lines += [f"  route-target {way} {target}" for way in ("export", "import") for target in ("100:1", "200:1")]
    cli = start(startup="\n".join([*lines, ""])).login()
    shown = cli.run("show vrf detail VRF1").split("\n")
    cli.close()
    at = shown.index("  Export VPN route-target communities")
    wanted = DETAIL.split("\n")
    assert shown[at : at + 4] == wanted[wanted.index(shown[at]) :][:4]
