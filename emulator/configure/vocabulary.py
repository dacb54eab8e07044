"""Words that IOS-XE has in each configuration mode and the emulator does not model.

They determine the caret's position under a wrong word, and which abbreviations are ambiguous. A line
`parent: word word` lists the words after a parent.
"""

VOCABULARY = {
    "config": """
aaa access-list alias arp async-bootp banner bba-group beep boot bridge buffers busy-message call call-home
cdp chat-script
class-map clock cns configuration control-plane controller crypto cts dampening device-tracking default dialer
dialer-list dns domain
dot1x downward-compatible-config eap endpoint-group errdisable ethernet event event-handler exception
facility-alarm flow
fhrp file frame-relay gatekeeper gateway global-address-family help identity interface ipc ipv6 isis jvm kerberos key
key-chain license lldp load-balance location logging login mac mac-address-table macro map-class map-list memory menu
metadata modemcap monitor mpls multilink nat66 netconf network-policy nmsp no ntp object object-group
parameter-map parser
password platform policy policy-map pppoe priority-list privilege process process-max-time prompt pseudowire-class
queue-list radius radius-server redundancy regexp resume-string rlogin rmon route-map route-tag router rtr sampler
sasl scheduler scripting security service service-chain service-insertion service-list service-policy service-template
shell sip-ua snmp snmp-server spanning-tree stackwise-virtual standby subscriber-policy tacacs tacacs-server
template terminal-queue tftp-server time-range track transport-map tunnel udld username utd vc-group vpdn
vpdn-group vrf vtp wsma x25 xconnect zone
router: bgp eigrp isis isis-ospfv3 lisp mobile odr ospf ospfv3 rip
ip: access-list address-pool arp as-path bgp-community cef community-list default-gateway dhcp domain
ip: explicit-path extcommunity-list
ip: finger flow-export ftp gdp host hosts icmp igmp local multicast name-server nat nbar nhrp ospf pim policy-list
ip: prefix-list
ip: radius rcmd route rsvp sla source-route ssh subnet-zero tacacs tcp telnet tftp traffic-export urlfilter verify
ip: vrf wccp
enable: algorithm-type last-resort use-tacacs
terminal-queue: entry-retry-interval
""",
    "config-vrf": "context export import inter-as-hybrid maximum mdt route-replicate vnet vpn bgp default exit no",
    "config-vrf-af": "export import inter-as-hybrid maximum mdt route-replicate default exit no bgp",
    "config-if": """
access-expression arp backup bandwidth bfd bgp-policy bridge-group carrier-delay cdp channel-group clns clock
crypto cts
dampening default delay dot1q duplex encapsulation ethernet exit fair-queue flow-sampler flowcontrol full-duplex
group-range hold-queue isis keepalive lacp lldp logging loopback mac-address macro metadata mpls no ntp ospfv3
peer plim plugin-gateway policy-map pppoe priority-group random-detect rate-limit rmon routing rsvp service-policy
snmp source speed standby timeout traffic-shape transmit-interface trunk-group tx-ring-limit udld vrf vrrp
xconnect zone-member
ip: access-group address arp bandwidth-percent bgp broadcast-address directed-broadcast flow helper-address
ip: hello-interval
ip: hold-time igmp load-sharing local mask-reply mroute-cache mtu nat nbar nhrp ospf pim policy proxy-arp redirects
ip: rip router rsvp split-horizon tcp unnumbered unreachables verify virtual-reassembly vrf wccp
""",
    "config-subif": "arp bandwidth bfd bridge-group cdp crypto default delay exit no ntp service-policy standby vrf",
    "config-router": """
aggregate-address auto-summary bgp default default-information default-metric distance distribute-list exit
help maximum-paths
neighbor network no redistribute scope snmp synchronization table-map template timers
bgp: advertise-best-external
bgp: aggregate-timer always-compare-med asnotation bestpath client-to-client cluster-id confederation
bgp: consistency-checker dampening deterministic-med dmzlink-bw enforce-first-as fast-external-fallover graceful-restart
bgp: graceful-shutdown inject-map listen maxas-limit maxcommunity-limit nexthop nopeerup-delay redistribute-internal
bgp: regexp route-map rpki scan-time slow-peer soft-reconfig-backup sso suppress-inactive transport update-delay
bgp: upgrade-cli
""",
    "config-router-af": """
aggregate-address auto-summary bgp default default-information default-metric distance distribute-list exit
help import
maximum-paths neighbor network no redistribute snmp synchronization table-map
""",
    "config-router-stmp": """
default description disable-connected-check ebgp-multihop exit fall-over ha-mode help inherit local-as
log-neighbor-changes no password remote-as shutdown timers translate-update transport ttl-security update-source version
""",
    "config-router-ptmp": """
additional-paths advertise advertisement-interval allowas-in as-override capability default default-originate
distribute-list dmzlink-bw exit filter-list help inherit maximum-prefix next-hop-self next-hop-unchanged no prefix-list
remove-private-as route-map route-reflector-client send-community send-label soft-reconfiguration soo unsuppress-map
weight
""",
    "config-archive": "default exit no rollback",
    "config-archive-log-cfg": "default exit no record",
    "config-route-map": "continue default exit help no",
    "config-line": """
absolute-timeout access-class activation-character autobaud autocommand autohangup autoselect buffer-length databits
default disconnect-character editing escape-character exec exec-banner exec-character-bits exit flowcontrol
flush-at-activation
full-help history hold-character insecure international ip ipv6 length location lockable modem monitor
motd-banner no notify
padding parity prompt refuse-message rotary rxspeed script session-timeout special-character-bits speed stop-character
telnet terminal-type timeout txspeed vacant-message width x25
""",
}

# First words of further global lines of IOS-XE platforms; a file's line that begins with one is kept.
_MORE = """
access-session ap app-hosting appfw appletalk application aqm-register-fnf atm authentication authentication-list
auto autonomic avb avc b-channel banner-text bba-group bfd bfd-template bgp bridge-domain bstun bulkstat cable
call-manager-fallback card ccm-manager cef cellular cgn class cops crypto-engine cwmp decnet device-sensor
diagnostic dial-peer dlsw domain-name dot11 dot1x dspfarm e911 eem eigrp els end ephone ephone-dn epm esmc
ethernet-oam fabric fabricpath fax feature fhrp flow-sampler flow-sampler-map fpm frame-relay gatekeeper gateway
global gnmi-yang gnxi grpc guestshell hostname-prefix hsrp hw-module igmp ima install iox ip ipc ipx isdn
isdn-leased-line isis kernel kron l2 l2-vlan l2vpn l4f lacp lawful-intercept ldap li-view line line-card link lisp
local locale location logging-host login-block lre lspv mac-access-list macsec maximum media-proxy mediatrace
memory-size mgcp mka mls mmi mobile mobility mode module monitoring mpls-tp msdp msrp multicast mvrp nac name nas
nat64 nbar netbios netconf-yang netflow network-clock network-clock-select nhrp nmsp-server nsf ntp ntp-server
num-exp oer openflow ospf otv p2p pas passthru password-policy path path-jitter performance pfe pfr pim platform pnp
policy-firewall port-channel port-profile power pppoe-sessions presence process profile protocol ptp qdm qos query
radius-proxy rcp remote-management rep restconf rf rif rmi route-tag rtsp saa sampler-map scada-gw sccp scripting
sdlc sdlllc sdm sdwan security-group security-policy segment-routing service-routing sgi shape signaling sip slb
smrp snasw snmp-agent software source source-bridge srr-queue srst ssl sslvpn stack-mac stack-power
stackwise-virtual stcapp stun subinterface subscriber sudi switch switching synce system table-map tacacs-server
tag-switching tbridge tclsh tdm telemetry telephony-service test tftp tls-proxy tmr tr transceiver translation-rule
trunk tunnel-group uc ucse udld udp user user-name username vc-class vines virtual-profile virtual-service
virtual-template vlan vlans voice voice-card voice-port voip voipon vpdn vrrp vxlan vxml wap wccp web webvpn
wireless wism wlan wlan-profile wsma x25 x28 x29 xdr xgcp xns xot zone zone-pair
"""
FURTHER_WORDS = frozenset(_MORE.split())
