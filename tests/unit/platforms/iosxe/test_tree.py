"""What the router prints becomes a tree, whatever stands around the configuration."""

import time

import pytest

from errors import PlanError
from platforms.iosxe.object_types import BGP_VRF, PREFIX_LIST, VRF
from platforms.iosxe.tree import Tree, parse

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


TRAP = "router bgp 65009\n bgp log-neighbor-changes\nend\n!\nrouter#\n"
TEXTS = {
    "a banner": f"banner login ^C\n{TRAP}^C\n",
    "a banner whose last line has the delimiter at its end": f"banner exec %\n{TRAP}no%\n",
    "a banner with Ctrl-C itself": f"banner motd \x03\n{TRAP}\x03\n",
    "the message of a failed login": f"aaa authentication fail-message ^C\n{TRAP}^C\n",
    "a macro": f"macro name ACCESS\n{TRAP}@\n",
    "the title of a menu": f"menu OPS title ^C\n{TRAP}^C\n",
    "a page of web authentication": f"parameter-map type webauth global\n type webauth\n banner text ^C\n{TRAP}^C\n",
    "the banner of a VPN group": f"crypto isakmp client configuration group A\n key 6 x\n banner ^C\n{TRAP}^C\n",
    "a message of a line": f"line vty 0 4\n refuse-message ^C\n{TRAP}^C\n",
    "a certificate": "crypto pki certificate chain A\n certificate self-signed 01\n  30820330 \n  \tquit\n",
    "a certificate in a file": "crypto pki certificate chain A\n certificate self-signed 01 nvram:A#1.cer\n",
    "a key": "crypto key pubkey-chain rsa\n named-key A\n  key-string\n   30820122 300D0609\n  quit\n",
    "an applet": 'event manager applet A\n event none\n action 1.0 cli command "router bgp 65009"\n',
}


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_of_a_text_is_configuration_and_what_follows_it_is(text: str) -> None:
    tree = parse(f"{TEXTS[text]}ip vrf k8s\n rd 65000:2\n!\nend\n")
    assert [node.line for node in tree] == [TEXTS[text].splitlines()[0], "ip vrf k8s"]
    assert tree.children[1].lines == ["rd 65000:2"]


def test_a_text_in_a_block_leaves_the_block_its_other_lines() -> None:
    tree = parse(f"parameter-map type webauth global\n banner text ^C\n{TRAP} ^C\n timeout init-state min 15\n")
    assert tree.children[0].lines == ["banner text ^C", "timeout init-state min 15"]


def test_a_text_without_an_end_is_an_error_rather_than_a_configuration_that_ends_there() -> None:
    with pytest.raises(PlanError) as caught:
        parse(f"hostname r1\nbanner motd ^C\n{TRAP}")
    assert str(caught.value) == (
        "the text that 'banner motd ^C' opens never ends, so what follows it is not known\n"
        "  hint: it ends with a line that holds '^C'"
    )


def test_a_form_feed_in_a_description_does_not_begin_a_line() -> None:
    assert outline(parse("interface Loopback0\n description a\x0crouter bgp 65009\x85b\n")) == [
        "interface Loopback0",
        " description a\x0crouter bgp 65009\x85b",
    ]


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
