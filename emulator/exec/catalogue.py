"""The commands of each privilege level, and IOS-XE's other words there."""

from functools import cache

from emulator.console import ExecAction
from emulator.exec import clear, files, reload, save, session, transactions
from emulator.grammar.tree import Command, Node, compiled
from emulator.show import (
    bgp,
    interfaces,
    ip_route,
    ip_route_entry,
    logging,
    peer_groups,
    route_maps,
    ssh_server,
    system,
    tables,
    vrf_detail,
)

_SHOWS = (tables, vrf_detail, interfaces, bgp, ip_route, ip_route_entry, peer_groups, route_maps, logging, ssh_server)
_EXECS = (session, save, files, transactions, reload, clear, system)
USER: list[Command[ExecAction]] = [command for part in (session, system, *_SHOWS) for command in part.USER]
PRIVILEGED: list[Command[ExecAction]] = [command for part in _EXECS for command in part.PRIVILEGED]

_SHOW = """
show: aaa access-expression access-lists adjacency alarm-interface aliases appfw arp bfd bootvar bridge buffers
show: bulkstat call call-home
show: calendar capability cdp cef class-map cns compress connection context control-plane controllers crypto cts
show: debugging dhcp diag diagnostic dialer dot1x eap environment etherchannel event exception fallback
show: facility-alarm file
show: flow fm format gateway glbp hardware history hosts icmp idprom install interfaces inventory ip ipc ipv6 isis
show: kerberos key keymap l2tp lacp license line linecard lisp lldp location logging macro memory mode modemcap
show: monitor
show: mpls network-policy nbar netconf ntp object-group odm-format parameter-map parser platform policy-map power
show: ppp pppoe privilege
show: processes protocols redundancy region registry reload rib rmon roles route-map route-tag router rpki
show: sasl scp sctp sessions shell sip-ua snmp software spanning-tree ssh ssl stacks standby subscriber subsys
show: tacacs tcp tech-support template terminal time-range tn3270 traffic transport-map tunnel vlan vlans
show: voice vpdn vrrp vtemplate vtp whoami xconnect
"""
USER_WORDS = (
    """
access-enable access-profile call clear connect credential crypto ethernet lat lig lock login modemui mrinfo
mstat mtrace
name-connection pad ping ppp release resume rlogin routing-context set slip ssh systat tarp telnet
traceroute tunnel udptn voice where x3
clear: line
"""
    + _SHOW
)
PRIVILEGED_WORDS = (
    """
access-enable access-profile access-template alps archive audio-prompt auto bfe beep calendar call call-home
cd clear clock cns configure
connect crypto debug diagnostic dir erase ethernet event format fsck gdb hw-module if-mgr install ip isdn issu
kron license lock login
logging lua macro mkdir mls monitor more mpls name-connection ncia no pad ping platform pwd redundancy release reload
rename request resume rlogin rmdir rsh sdlc send service set setup slip snmp software squeeze ssh systat
tarp telnet test traceroute undebug undelete upgrade vlan vtp where
clear: arp-cache bgp counters crypto ip line logging
"""
    + _SHOW
)


@cache
def exec_tree(privilege: int) -> Node[ExecAction]:
    """Return the commands of a privilege level; compiled once."""
    if privilege < 15:
        return compiled(USER, USER_WORDS)
    return compiled([*USER, *PRIVILEGED], PRIVILEGED_WORDS)
