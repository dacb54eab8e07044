"""Words IOS-XE knows in each configuration mode and this router does not model.

They decide how far a wrong word still fits something, and so where the caret goes, and which abbreviations are
ambiguous. A line `parent: word word` lists what follows a parent.
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

# First words of global lines that IOS-XE platforms have besides; a file's line is kept where it begins with one.
KEPT = frozenset(
    """
ap app-hosting appfw application atm authentication bfd-template bridge-domain bstun call-manager-fallback
card cable class cops ccm-manager cwmp device-sensor diagnostic dial-peer dlsw domain-name dspfarm eem ephone epm eigrp
fabric fax flow-sampler gatekeeper gateway global guestshell hw-module iox ip isdn l2 l2vpn lacp li-view line lisp
lspv macsec media-proxy mgcp module mvrp nac nat64 netconf-yang nbar ntp num-exp openflow p2p password-policy
ephone-dn performance platform pfr port-channel power presence profile protocol ptp pnp qos remote-management
restconf rep rf route-tag sccp sdm sdwan
shape snasw software
stackwise-virtual subscriber switch service-routing sip system tag-switching tclsh telemetry telephony-service
tls-proxy tr transceiver
translation-rule trunk udld user-name vc-class virtual-service vlan voice voice-card voice-port voip vlans
voipon vxlan wlan wireless xdr zone-pair web security-policy username vrrp webvpn wism bfd bba-group end mls module
port-profile table-map
segment-routing memory-size flow-sampler-map scada-gw stack-mac stack-power dot11 dot1x appletalk aqm-register-fnf access-session l2-vlan mka mmi
epm fpm ipc ipx decnet nhrp ima bgp mobile mobility network-clock network-clock-select netflow
ethernet-oam e911 els esmc fabricpath feature fhrp frame-relay gnxi gnmi-yang grpc hsrp igmp install isis
isdn-leased-line kron kernel l4f lawful-intercept ldap line-card link local locale location lre
mac-access-list maximum mediatrace mls monitoring msdp msrp mpls-tp multicast name nas netbios nsf oer ospf
otv passthru path path-jitter pas pfe pim policy-firewall pppoe-sessions process qdm query radius-proxy rcp
rif rmi rtsp saa sampler-map sccp scripting sdlc sdlllc security-group sgi signaling slb smrp snmp-agent
source source-bridge srst srr-queue ssl sslvpn stcapp stun subinterface sudi switching synce
tacacs-server tbridge tdm test tftp tmr tunnel-group uc udp ucse user virtual-profile virtual-template
vines vpdn vxml wccp wlan-profile wsma wap xns x25 x29 x28 xot xgcp zone authentication-list auto
autonomic avb avc hostname-prefix banner-text bulkstat b-channel cgn cellular cef crypto-engine
login-block logging-host mode nmsp-server ntp-server
""".split()
)
