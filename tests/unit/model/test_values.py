"""Values that cannot work are refused with their place, what is there, and what their type expects."""

from typing import Any

import pytest

from errors import Problem
from model.load import findings
from tests.seed import Values, seed_values

ROUTER = ("routers", "csr1000v")
VRF = (*ROUTER, "vrfs", "k8s-calico")
LIST = (*ROUTER, "prefixLists", "deny-all-routes")
HOST = "a DNS name or an IP address, without user, port or prefix length"
INTERFACE = "IOS's long name of an interface, such as GigabitEthernet2 or Loopback0; Vlan1 to Vlan4094"
RD = "a route distinguisher, ASN:number or address:number, such as 65000:1"
TARGET = "a route target, ASN:number or address:number, such as 65000:1"
ENTRY = "an entry as IOS prints it, with its sequence number: seq 5 deny 0.0.0.0/0 le 32"
NODE = "a node's name as `kubectl get nodes` shows it: small letters, digits, hyphens and dots"
NAME = "a name of at most 63 ASCII characters, with a letter or a digit among them"
LINE = "a text of one line, without blanks at its ends or characters that cannot be printed"
WORD = "one word, without blanks or characters that cannot be printed; the first is no hyphen"
KEY = "a host key's type and its base64 text, as ssh-keyscan prints them"
IMAGE = (
    "a container image, such as nginx or registry.example/nginx:1.29; "
    "with a digest, such as nginx@sha256: and 64 digits from 0 to f"
)
PEER = "an IPv4 address, such as 10.0.0.254, or {address: 10.0.0.254, nodes: [worker1]} for some nodes"
FORM = "does not have the required form"
WHOLE = "input should be a valid integer"
OCTETS = (
    "does not fit into six octets: the number is at most 65535 after an address or an AS above 65535, else 4294967295"
)
NUMBER = "has a number that IOS does not accept"


def changed(place: tuple[str, ...], value: Any) -> Values:
    """The dev stack's values with one more at a place; tables that are not there are made."""
    values = seed_values()
    holder: Any = values
    for part in place[:-1]:
        holder = holder.setdefault(part, {})
    holder[place[-1]] = value
    return values


def problems(values: Values) -> list[Problem]:
    return findings(values, {*values, "routerPassword"}, {"routerPassword"}, None)[1]


def told(place: tuple[str, ...], value: Any) -> list[tuple[str, str, str, str, str]]:
    return [(each.code, each.path, each.what, each.found, each.expected) for each in problems(changed(place, value))]


@pytest.mark.parametrize(
    ("place", "value", "path", "found", "expected"),
    [
        (
            *(("cluster", "podCidr"), 65002, "cluster.podCidr", "65002"),
            "an IPv4 prefix without host bits, such as 10.100.0.0/24",
        ),
        (
            *(("metallb", "pools", "default"), [True], "metallb.pools.default[0]", "true"),
            "an IPv4 prefix without host bits, such as 10.100.0.0/24",
        ),
        ((*ROUTER, "routerId"), 10, "routers.csr1000v.routerId", "10", "an IPv4 address, such as 10.0.0.254"),
        (("cluster", "nodes", "w"), True, "cluster.nodes.w", "true", "an IPv4 address, such as 10.0.0.254"),
        (("calico", "peers"), [16843010], "calico.peers[0]", "16843010", PEER),
        (
            *((*ROUTER, "interfaces", "Loopback9"), 16843008, "routers.csr1000v.interfaces.Loopback9", "16843008"),
            "an IPv4 address and its prefix length, such as 10.0.0.254/24",
        ),
    ],
)
def test_a_number_or_a_boolean_is_no_address(
    place: tuple[str, ...], value: Any, path: str, found: str, expected: str
) -> None:
    assert told(place, value) == [("FORM03", path, "input should be a text", found, expected)]


@pytest.mark.parametrize(
    ("place", "value", "path", "found", "expected"),
    [
        ((*ROUTER, "port"), True, "routers.csr1000v.port", "true", "a TCP port, 1 to 65535"),
        ((*VRF, "maximumPaths"), True, "routers.csr1000v.vrfs.k8s-calico.maximumPaths", "true", ""),
        (("calico", "asn"), True, "calico.asn", "true", "an AS number, a whole number from 1 to 4294967295"),
        (("demo", "replicas"), "3", "demo.replicas", "3", ""),
    ],
)
def test_a_boolean_or_a_text_is_no_number(
    place: tuple[str, ...], value: Any, path: str, found: str, expected: str
) -> None:
    assert told(place, value) == [("FORM03", path, WHOLE, found, expected)]


def test_a_number_is_no_boolean_and_yaml_1_1s_words_still_are() -> None:
    assert told((*ROUTER, "adopt"), 1) == [
        ("FORM03", "routers.csr1000v.adopt", "input should be true or false", "1", "")
    ]
    assert [told((*ROUTER, "adopt"), word) for word in ("yes", "On", "false", True)] == [[], [], [], []]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("6500\uff12:1", FORM),  # a digit that Unicode has beside ASCII's
        ("65000:01", FORM),  # the same as 65000:1, for the router alone
        ("65535:4294967296", OCTETS),
        ("65536:65536", OCTETS),
        ("4294967296:1", OCTETS),
        ("1.2.3.4:65536", OCTETS),
        ("1.2.3.256:1", OCTETS),
    ],
)
def test_a_distinguisher_and_a_target_fit_into_six_octets(text: str, what: str) -> None:
    path = "routers.csr1000v.vrfs.k8s-calico"
    assert told((*VRF, "rd"), text) == [("FORM03", f"{path}.rd", what, text, RD)]
    assert told((*VRF, "import"), [text]) == [("FORM03", f"{path}.import[0]", what, text, TARGET)]


@pytest.mark.parametrize("text", ["65535:4294967295", "65536:65535", "4294967295:65535", "1.2.3.4:65535", "0:0"])
def test_the_largest_of_each_type_are_taken(text: str) -> None:
    assert told((*VRF, "rd"), text) == told((*VRF, "rd"), "65000:99")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("GigabitEthernet\uff11", FORM),
        ("Loopback01", FORM),
        ("Vlan0", NUMBER),
        ("Vlan4095", NUMBER),
        ("Loopback2147483648", NUMBER),
        ("Port-channel0", NUMBER),
        ("GigabitEthernet1.4294967296", NUMBER),
        ("Loopback1/0", FORM),
    ],
)
def test_an_interface_that_ios_does_not_have_is_refused(name: str, what: str) -> None:
    path = f"routers.csr1000v.vrfs.k8s-calico.interfaces.{name}"
    assert told((*VRF, "interfaces", name), "10.9.9.1/24") == [("FORM03", path, what, name, INTERFACE)]


def test_a_port_of_400_digits_is_cut_in_the_message() -> None:
    assert str(problems(changed((*VRF, "interfaces", "GigabitEthernet" + "1" * 400), "10.9.9.1/24"))[0]) == (
        f"FORM03 routers.csr1000v.vrfs.k8s-calico.interfaces.GigabitEthernet{'1' * 48}… (415 characters): {FORM}\n"
        f"    found: GigabitEthernet{'1' * 85}… (415 characters)\n"
        f"    expected: {INTERFACE}"
    )


@pytest.mark.parametrize("name", ["Vlan1", "Vlan4094", "GigabitEthernet0/0/0.100", "TenGigabitEthernet1/0/48"])
def test_an_interface_that_ios_has_is_taken(name: str) -> None:
    assert told((*VRF, "interfaces", name), "10.9.9.1/24") == []


@pytest.mark.parametrize(
    "entry", ["seq 5 deny 0.0.0.0/\uff10 le 32", "seq \uff15 deny 0.0.0.0/0", "seq 05 deny 1.0.0.0/8"]
)
def test_an_entrys_numbers_are_ascii_digits(entry: str) -> None:
    path = "routers.csr1000v.prefixLists.deny-all-routes[0]"
    assert told(LIST, [entry]) == [("FORM03", path, FORM, entry, ENTRY)]


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("127.0.0.1/24", "127.0.0.1/24"),
        ("a..b", "a..b"),
        ("x@y", "x@y"),
        ("[::1", "[::1"),
        ("::1]", "::1]"),
        ("a" * 300, "a" * 100 + "… (300 characters)"),
        ("a b", "a b"),
        (" ", "' '"),
        ("router\u202e1", "router\\u202e1"),
        ("10.0.0.256", "10.0.0.256"),
        ("10.0.0", "10.0.0"),
        ("router:22", "router:22"),
        ("-oProxyCommand=x", "-oProxyCommand=x"),
        ("a\nb", "a\\nb"),
    ],
)
def test_what_is_no_host_is_refused(host: str, found: str) -> None:
    assert told((*ROUTER, "host"), host) == [("FORM03", "routers.csr1000v.host", "is not a host", found, HOST)]
    assert told(("verification", "client", "host"), host) == [
        ("FORM03", "verification.client.host", "is not a host", found, HOST)
    ]


@pytest.mark.parametrize(
    "host", ["r1", "edge_1.lan", "r1.example.", "192.0.2.1", "::1", "[2001:db8::1]", "fe80::1%eth0"]
)
def test_a_name_and_an_address_are_hosts(host: str) -> None:
    assert told((*ROUTER, "host"), host) == []


@pytest.mark.parametrize(
    ("name", "path", "what", "found"),
    [
        ("", "", "string should have at least 1 character", "an empty text"),
        ("edge\n1", "edge\\n1", "is not a router's name", "edge\\n1"),
        ("--", "--", "is not a router's name", "--"),
        ("r" * 64, "r" * 63 + "… (64 characters)", "string should have at most 63 characters", "r" * 64),
    ],
)
def test_what_is_no_name_of_a_router_is_refused(name: str, path: str, what: str, found: str) -> None:
    value = {**seed_values()["routers"]["csr1000v"], "host": "192.0.2.9"}
    assert told(("routers", name), value) == [("FORM03", f"routers.{path}", what, found, NAME)]


@pytest.mark.parametrize(
    ("name", "shown", "found"),
    [
        ("", "", "an empty text"),
        ("k8s?", "k8s?", "k8s?"),
        ("é", "é", "é"),
        ("a\tb", "a\\tb", "a\\tb"),
        ("Worker", "Worker", "Worker"),
        ("a..b", "a..b", "a..b"),
    ],
)
def test_a_node_has_a_kubernetes_name(name: str, shown: str, found: str) -> None:
    assert told(("cluster", "nodes", name), "10.0.0.99") == [("FORM03", f"cluster.nodes.{shown}", FORM, found, NODE)]


def test_a_nodes_name_has_at_most_253_characters() -> None:
    shown = ("n" * 63 + "… (300 characters)", "n" * 100 + "… (300 characters)")
    what = "string should have at most 253 characters"
    assert told(("cluster", "nodes", "n" * 300), "10.0.0.99") == [
        ("FORM03", f"cluster.nodes.{shown[0]}", what, shown[1], NODE)
    ]


@pytest.mark.parametrize(
    ("place", "value", "path", "what", "found", "expected"),
    [
        ((*ROUTER, "knownHosts"), "\t", "routers.csr1000v.knownHosts", "is not a text of one line", "'\\t'", LINE),
        ((*ROUTER, "username"), "ad min", "routers.csr1000v.username", "is not a single word", "ad min", WORD),
        ((*ROUTER, "username"), "-l", "routers.csr1000v.username", "is not a single word", "-l", WORD),
        ((*ROUTER, "username"), "a\x1b[31m", "routers.csr1000v.username", "is not a single word", "a\\x1b[31m", WORD),
        (
            (*ROUTER, "hostKey"),
            "ssh-rsa AAAA",
            "routers.csr1000v.hostKey",
            "is not a complete key of its type",
            "ssh-rsa AAAA",
            KEY,
        ),
        (("demo", "image"), "", "demo.image", FORM, "an empty text", IMAGE),
        (("demo", "image"), "a@sha256:ab", "demo.image", "has an @ without a digest after it", "a@sha256:ab", IMAGE),
        (("demo", "image"), "nginx@1.29", "demo.image", "has an @ without a digest after it", "nginx@1.29", IMAGE),
        (
            *(("metallb", "communities"), {"c": "65536:1"}, "metallb.communities.c"),
            "has a number above 65535, or above 4294967295 in a large community",
            "65536:1",
            "a community, 65535:65281, or a large one, large:65000:1:2",
        ),
    ],
)
def test_other_texts_that_cannot_work_are_refused(
    place: tuple[str, ...], value: Any, path: str, what: str, found: str, expected: str
) -> None:
    assert told(place, value) == [("FORM03", path, what, found, expected)]


@pytest.mark.parametrize("image", [f"nginx@sha256:{'a0' * 32}", f"registry.example:5000/nginx:1.29@sha256:{'a0' * 32}"])
def test_an_image_may_have_a_digest(image: str) -> None:
    assert told(("demo", "image"), image) == []
