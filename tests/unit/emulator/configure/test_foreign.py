"""Unmodelled lines stay verbatim in their block."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.accounts import Accounts
from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.loading import load
from emulator.render.running import running_lines
from emulator.show.system import section_of

WHOLE = """\
hostname r1
!
boot-start-marker
boot system flash:isr.bin
boot-end-marker
!
aaa new-model
aaa authentication banner ^C
router bgp 65009
end
^C
aaa authentication fail-message ^Cno^C
!
crypto pki certificate chain TP
 certificate self-signed 01
  30820330 30820218 A0030201
  02020101
  \tquit
!
redundancy
 mode sso
!
vlan 10
 name users
!
track 1 interface GigabitEthernet0/0/0 line-protocol
!
class-map match-any VOICE
  description two deep
 match dscp ef
!
policy-map WAN
 class VOICE
  priority percent 10
 class class-default
  fair-queue
!
interface Loopback0
 ip address 192.0.2.1 255.255.255.255
 ip ospf 1 area 0
!
interface GigabitEthernet0/0/0
 description to the branch
 ip address 10.0.0.2 255.255.255.0
 ip helper-address 10.9.9.9
 standby 1 ip 10.0.0.1
 standby 1 priority 110
 negotiation auto
 no mop enabled
!
interface TenGigabitEthernet1/1/1
 switchport mode trunk
!
interface wlan-ap0
 ip unnumbered Loopback0
!
interface Serial0/1/0.16 point-to-point
 ip unnumbered Loopback0
!
router ospf 1
 network 10.0.0.0 0.0.0.255 area 0
!
router bgp 65000
 bgp log-neighbor-changes
 neighbor 10.0.0.9 remote-as 65009
 neighbor 10.0.0.9 weight 100
 !
 address-family l2vpn evpn
  neighbor 10.0.0.9 activate
 exit-address-family
!
no ip http server
no logging console
access-list 10 remark first
access-list 10 permit 10.0.0.0 0.255.255.255
snmp-server community lab RO
!
route-map OUT permit 10
 match as-path 5
 continue 20
!
control-plane
 service-policy input COPP
!
banner motd #
interface GigabitEthernet0/0/0
 shutdown
end
#
menu ops title $Pick$
macro name USERPORT
switchport mode access
@
!
line con 0
 logging synchronous
line aux 0
 no exec
line vty 0 4
 access-class 10 in
 login local
 transport output none
!
event manager applet WATCH
 event none
 action 1.0 cli command "enable"
!
end
"""


def boot(text: str) -> Config:
    """Return the configuration of a router that booted with the text."""
    config = Config.empty()
    load(Context(config, Teardown(0.0), loading=True, foreign="all"), text)
    return config


def running(text: str) -> str:
    """Return the printed configuration."""
    return "\n".join(running_lines(boot(text), "16.12"))


def blocks(text: str) -> list[str]:
    """Return lines with their headers, without separators."""
    found, above = [], list[tuple[int, str]]()
    for line in text.splitlines():
        if line.strip() not in ("!", ""):
            depth = len(line) - len(line.lstrip(" "))
            above = [*(each for each in above if each[0] < depth), (depth, line.rstrip())]
            found.append(" / ".join(each for _, each in above))
    return found


def test_every_line_of_a_whole_configuration_stays_in_its_block() -> None:
    wanted = WHOLE.replace("banner motd #", "banner motd ^C").replace("\n#\n", "\n^C\n").replace("$Pick$", "^CPick^C")
    assert [line for line in blocks(wanted) if line not in blocks(running(WHOLE))] == []


def test_a_reload_of_what_was_saved_changes_nothing() -> None:
    assert running(running(WHOLE)) == running(WHOLE)


def test_a_banners_text_is_not_run() -> None:
    assert not boot(WHOLE).interfaces["GigabitEthernet0/0/0"].shutdown


def test_a_port_of_the_configuration_is_modelled() -> None:
    config = boot(WHOLE)
    assert config.interfaces["GigabitEthernet0/0/0"].address == "10.0.0.2"
    assert "GigabitEthernet1" not in config.interfaces


def test_a_ports_own_section_has_its_foreign_lines() -> None:
    shown = section_of(boot(WHOLE), "GigabitEthernet0/0/0")
    assert shown == WHOLE[WHOLE.index("interface GigabitEthernet0/0/0\n") :].split("\n!\n")[0].splitlines()


def test_four_ports_are_there_where_a_file_names_none() -> None:
    assert list(boot("hostname r1\n").interfaces) == [f"GigabitEthernet{number}" for number in range(1, 5)]


def test_the_secret_overrides_the_password() -> None:
    config = boot("enable password cisco\nenable secret 0 lab\n")
    accounts = Accounts(lambda: config)
    assert (accounts.enable_fits("lab"), accounts.enable_fits("cisco")) == (True, False)
    assert [line[:13] for line in running_lines(config, "16.12") if line.startswith("enable")] == [
        "enable secret",
        "enable passwo",
    ]


class Keeper:
    """A session on a router that keeps typed foreign lines."""

    def __init__(self, text: str, editor: Any) -> None:
        self.editor = editor()
        self.editor.context = Context(boot(text), Teardown(0.0), foreign="all")

    def type(self, *lines: str) -> list[str]:
        """Return the router's answers."""
        return [answer for _, answer in load(self.editor.context, "\n".join(lines))]

    def block(self, start: str) -> list[str]:
        """Return a block of the running configuration."""
        return list(self.editor.block(start))


TUNNEL = (
    "ip vrf red\n rd 1:1\ninterface Loopback0\ninterface Tunnel1\n ip unnumbered Loopback0\n standby 1 ip 10.0.0.1\n"
)


@pytest.fixture
def keeper(editor: Callable[..., Any]) -> Callable[[str], Keeper]:
    """Makes them."""
    return lambda text: Keeper(text, editor)


def test_an_unknown_line_is_refused_when_typed_unless_the_router_takes_it(
    editor: Callable[..., Any], keeper: Callable[[str], Keeper]
) -> None:
    assert editor().type("router ospf 1") == ["            ^\n% Invalid input detected at '^' marker.\n"]
    here = keeper("hostname r1\n")
    assert here.type("router ospf 1", "network 10.0.0.0 0.0.0.255 area 0", "ip vrf red", "rd 1:1") == []
    assert here.block("router ospf 1") == ["router ospf 1", " network 10.0.0.0 0.0.0.255 area 0"]
    assert here.block("ip vrf red") == ["ip vrf red", " rd 1:1"]


def test_a_change_of_vrf_removes_lines_that_need_an_address(keeper: Callable[[str], Keeper]) -> None:
    here = keeper(TUNNEL)
    here.type("interface Tunnel1", "ip vrf forwarding red")
    assert here.block("interface Tunnel1") == ["interface Tunnel1", " ip vrf forwarding red", " no ip address"]


def test_an_address_and_unnumbered_replace_each_other(keeper: Callable[[str], Keeper]) -> None:
    here = keeper(TUNNEL)
    here.type("interface Tunnel1", "ip address 10.0.0.1 255.255.255.0")
    assert here.block("interface Tunnel1")[1:] == [" ip address 10.0.0.1 255.255.255.0", " standby 1 ip 10.0.0.1"]
    here.type("interface Tunnel1", "ip unnumbered Loopback0")
    assert here.block("interface Tunnel1")[1:] == [" ip unnumbered Loopback0", " standby 1 ip 10.0.0.1"]


def test_what_belongs_to_ip_is_printed_before_the_state_of_the_port(keeper: Callable[[str], Keeper]) -> None:
    here = keeper("interface GigabitEthernet2\n description a\n ip address 10.0.0.2 255.255.255.0\n shutdown\n")
    here.type("interface GigabitEthernet2", "standby 1 ip 10.0.0.1", "ip ospf 1 area 0", "service-policy output X")
    assert here.block("interface GigabitEthernet2")[2:] == [
        " ip address 10.0.0.2 255.255.255.0",
        " standby 1 ip 10.0.0.1",
        " ip ospf 1 area 0",
        " shutdown",
        " negotiation auto",
        " no mop enabled",
        " no mop sysid",
        " service-policy output X",
    ]


def test_a_banner_without_indent_leaves_the_mode_it_stands_in(keeper: Callable[[str], Keeper]) -> None:
    here = keeper(TUNNEL)
    here.type("interface Tunnel1", "banner motd ^C", "two lines", "of text", "^C", "ip vrf blue")
    assert here.block("interface Tunnel1")[1:] == [" ip unnumbered Loopback0", " standby 1 ip 10.0.0.1"]
    assert here.editor.context.config.banners == {"motd": "\ntwo lines\nof text\n"}


def test_the_primary_address_is_removed_last(editor: Callable[..., Any]) -> None:
    here = editor("interface Gi2", "ip address 10.0.0.1 255.255.255.0", "ip address 10.0.1.1 255.255.255.0 secondary")
    answers = here.type("interface Gi2", "no ip address 10.0.0.1 255.255.255.0")
    assert answers == ["Must delete secondary before deleting primary"]
    assert here.type("interface Gi2", "no ip address") == []


def test_a_removed_block_removes_its_foreign_lines(keeper: Callable[[str], Keeper]) -> None:
    here = keeper("interface Loopback9\n ip ospf 1 area 0\n!\nip vrf red\n rd 1:1\n import map X\n")
    here.type("no interface Loopback9", "no ip vrf red", "interface Loopback9", "ip vrf red", "rd 1:1")
    assert here.block("interface Loopback9") == ["interface Loopback9", " no ip address"]
    assert here.block("ip vrf red") == ["ip vrf red", " rd 1:1"]


def test_no_removes_a_foreign_line(keeper: Callable[[str], Keeper]) -> None:
    here = keeper("interface Loopback9\n no ip redirects\n standby 1 ip 10.0.0.1\n standby 1 priority 110\n")
    here.type("interface Loopback9", "ip redirects", "no standby 1")
    assert here.block("interface Loopback9") == ["interface Loopback9", " no ip address"]


WORDS = st.lists(st.sampled_from(["ipv6", "crypto", "map", "OUT", "10", "no", "match", "x"]), min_size=1, max_size=4)
LINES = WORDS.map(" ".join).filter(lambda line: not line.startswith(("no no", "exit")) and line != "no")


@st.composite
def configurations(draw: st.DrawFn) -> str:
    """Generate foreign lines and blocks of any depth, between and inside modelled blocks."""
    lines = ["hostname r1"]
    headers = ["interface Loopback7", "router bgp 65000", "ip vrf red", "object-group network G", "line vty 0 4"]
    for header in draw(st.lists(st.sampled_from(headers), unique=True, max_size=3)):
        lines += [*draw(st.lists(LINES.map(lambda line: f"snmp-server {line}"), max_size=2)), header]
        depth = 1
        for line in draw(st.lists(LINES, max_size=4)):
            lines.append(" " * depth + f"foreign{depth} {line}")
            depth = draw(st.integers(1, depth + 1))
        lines.append("!")
    return "\n".join([*lines, "end", ""])


@given(text=configurations())
def test_arbitrary_foreign_lines_survive_boot_and_reload(text: str) -> None:
    first = running(text)
    assert [line for line in blocks(text) if line not in blocks(first)] == []
    assert running(first) == first
