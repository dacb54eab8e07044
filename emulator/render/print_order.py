"""The order of IOS's global lines by kind, for lines whose place no file determines.

Source: the blocks' order in saved configurations of CSR1000v, ISR 4000 and Catalyst 9000 in public test suites.
"""

_ORDER = """
version | service | platform | hostname | boot-start-marker | boot | boot-end-marker | vrf definition | card
enable | aaa | clock | switch | stackwise-virtual | ip vrf
ip cef | no ip source-route | ip name-server | ip domain | no ip domain | ip host | ip multicast-routing
ip multicast | ip dhcp
ip nbar | ip icmp | login | ipv6 unicast-routing | ipv6 multicast-routing | ipv6 cef | subscriber
mpls label | mpls ldp | mpls traffic-eng | multilink
flow | key | crypto pki | license | diagnostic | memory | archive | spanning-tree | username | object-group
redundancy | transceiver
bfd-template | vlan | track | lldp | cdp | class-map | policy-map | zone | zone-pair | crypto | interface | router
ip forward-protocol | no ip http | ip http | ip nat | ip pim | ip tftp | ip route | ip ssh | ip scp | file | logging
ip access-list | ip radius | ip tacacs | ip sla | ip as-path | ip community-list | ip prefix-list | access-list
dialer-list
ipv6 access-list | ipv6 route | ipv6 prefix-list | route-map | snmp-server | tacacs-server | tacacs | radius-server
radius
control-plane | banner | privilege | alias | macro | menu | line | ntp | event | netconf-yang
"""
_RANKS = {
    phrase.strip(): number
    for number, phrase in enumerate(phrase for row in _ORDER.strip().splitlines() for phrase in row.split("|"))
}
_UNKNOWN = _RANKS["logging"]


def rank(name: str) -> int:
    """Return the position of a global line; `end` is last, and an unknown kind has the position of `logging`."""
    words = name.split()
    if words == ["end"]:
        return len(_RANKS)
    tries = (words[:3], words[:2], words[1:3] if words[0] == "no" else [], words[:1], words[1:2])
    return next((_RANKS[" ".join(each)] for each in tries if " ".join(each) in _RANKS), _UNKNOWN)


_OF_PORTS = (
    "description",
    "encapsulation",
    "vrf forwarding|ip vrf forwarding",
    "ip address|no ip address|ip unnumbered",
    "ip|ipv6|standby|vrrp|glbp|load-interval|mtu",
    "shutdown|negotiation|bfd interval|no mop",
)
_PORT_RANKS = {phrase: number for number, phrases in enumerate(_OF_PORTS) for phrase in phrases.split("|")}


def port_rank(name: str) -> int | None:
    """Return the position of a line in an interface's block; None for an unknown one.

    Source: saved configurations of CSR1000v and ISR 4000 in public test suites, which print IP lines directly after
    the address, and before `negotiation auto`.
    """
    words = name.split()
    tries = (words[:3], words[:2], words[:1])
    return next((_PORT_RANKS[" ".join(each)] for each in tries if " ".join(each) in _PORT_RANKS), None)
