"""What the router prints becomes a tree, whatever stands around the configuration."""

import time

from render.iosxe.kinds import BGP_VRF, PREFIX_LIST, VRF
from render.iosxe.tree import Tree, parse

PRINTED = """\
Building configuration...

Current configuration : 7033 bytes
!
! Last configuration change at 22:14:18 UTC Fri May 28 2021 by boxen
!
version 16.12
crypto pki certificate chain SLA-TrustPoint
 certificate ca 01
  30820321 30820209 A0030201 02020101 300D0609 2A864886 F70D0101 0B050030
  \tquit
!
ip vrf k8s-calico
 rd 65000:2
!
!
vrf definition red
 rd 1:1
 !
 address-family ipv4
  route-target export 1:1
 exit-address-family
!
banner motd ^C
ip vrf trap
 rd 6:6
interface Loopback0
^C
banner exec #one line#
router bgp 65000
 bgp log-neighbor-changes
 !
 address-family ipv4 vrf k8s-calico
  redistribute connected
 exit-address-family
!
end

"""


def outline(tree: Tree) -> list[str]:
    def below(node: Tree, depth: int) -> list[str]:
        return [line for child in node for line in (" " * depth + child.line, *below(child, depth + 1))]  # type: ignore[arg-type]

    return below(tree, 0)


OUTLINE = [
    "version 16.12",
    "crypto pki certificate chain SLA-TrustPoint",
    " certificate ca 01",
    "  30820321 30820209 A0030201 02020101 300D0609 2A864886 F70D0101 0B050030",
    "   quit",
    "ip vrf k8s-calico",
    " rd 65000:2",
    "vrf definition red",
    " rd 1:1",
    " address-family ipv4",
    "  route-target export 1:1",
    "banner motd ^C",
    "banner exec #one line#",
    "router bgp 65000",
    " bgp log-neighbor-changes",
    " address-family ipv4 vrf k8s-calico",
    "  redistribute connected",
]


def test_header_comments_closing_lines_and_the_text_of_banners_are_left_out() -> None:
    assert outline(parse(PRINTED)) == OUTLINE


def test_carriage_returns_do_not_matter() -> None:
    assert outline(parse(PRINTED.replace("\n", "\r\n"))) == OUTLINE


def test_nothing_is_an_empty_tree() -> None:
    assert outline(parse("")) == []


def test_a_block_is_found_by_its_first_line() -> None:
    tree = parse(PRINTED)
    block = tree.block("ip vrf k8s-calico")
    assert block is not None
    assert block.lines == ["rd 65000:2"]
    assert tree.block("ip vrf trap") is None


def test_a_hundred_thousand_lines_are_parsed_and_planned_in_about_a_second() -> None:
    """The aim is one second of a processor; the limit leaves room for a slow one."""
    neighbors = [f"10.{n // 65025}.{n // 255 % 255}.{n % 255}" for n in range(16000)]
    rests = ("remote-as 65002", "ebgp-multihop 32", "update-source Loopback2", "activate", "prefix-list deny out")
    text = "ip vrf k8s\n rd 65000:2\n!\n"
    text += "".join(
        f"interface Tunnel{n}\n ip address 10.200.{n // 250}.{n % 250} 255.255.255.255\n!\n" for n in range(5000)
    )
    text += "router bgp 65000\n address-family ipv4 vrf k8s\n"
    text += "".join(f"  neighbor {address} {rest}\n" for address in neighbors for rest in rests)
    text += " exit-address-family\n!\nip prefix-list deny seq 5 deny 0.0.0.0/0 le 32\nend\n"
    described = [
        {
            "address": address,
            "remote_as": 65002,
            "ebgp_multihop": 32,
            "update_source": "Loopback2",
            "prefix_list_out": "deny",
        }
        for address in neighbors
    ]
    family = BGP_VRF.values.model_validate({"asn": 65000, "vrf": "k8s", "neighbors": described})
    changed = family.model_copy(update={"neighbors": family.neighbors[:-1]})
    vrf = VRF.values(name="k8s", rd="65000:2")
    filters = PREFIX_LIST.values(name="deny", entries=("seq 5 deny 0.0.0.0/0 le 32",))
    assert len(text.splitlines()) > 95_000
    began = time.process_time()
    tree = parse(text)
    assert VRF.plan(tree, vrf, None).commands == ()
    assert PREFIX_LIST.plan(tree, filters, None).commands == ()
    assert len(BGP_VRF.plan(tree, changed, family).commands) == 1
    assert time.process_time() - began < 2
