"""What others do to the seed's router behind the stack's back, what a preview says of it, and what repairs it.

Each case: the lines somebody types; the resources a preview wants to touch with the lines it marks there; and the
configuration lines `up --refresh` then sends, each behind the mode it is typed in.
"""

from dataclasses import dataclass, field

BGP = "router bgp 65000"
CALICO, METALLB = (f"address-family ipv4 vrf {vrf}" for vrf in ("k8s-calico", "k8s-metallb"))
FILTER = "prefix-list deny-all-routes out"
LIST = "ip prefix-list deny-all-routes"
ENTRIES = ("seq 5 deny 10.0.0.0/8 le 32", "seq 10 deny 0.0.0.0/0 le 32")
NODES = ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")


@dataclass(frozen=True)
class Drift:
    """One case; nothing shown and nothing sent where what was typed is none of the stack's business.

    Attributes:
        typed: What somebody types.
        shown: The marked lines of the preview by resource.
        sent: The lines that repair it.
        back: What takes it away again where the stack does not.
    """

    typed: tuple[str, ...]
    shown: dict[str, list[str]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    back: tuple[str, ...] = ()


def _in(mode: str, *lines: str) -> list[str]:
    return [f"{mode} {line}" for line in lines]


def _family(vrf: str, *lines: str) -> list[str]:
    return ["config router bgp 65000", f"config-router {vrf}", *_in("config-router-af", *lines)]


def _closed(address: str, *session: str) -> list[str]:
    """What makes a neighbor complete while it is shut down and has nobody's AS."""
    return [f"neighbor {address} {line}" for line in ("remote-as 64496", "shutdown", *session, FILTER)]


def _opened(address: str, asn: int) -> list[str]:
    return [f"neighbor {address} activate", f"no neighbor {address} shutdown", f"neighbor {address} remote-as {asn}"]


def _come_up(addresses: tuple[str, ...], asn: int, *session: str) -> list[str]:
    """What makes neighbors: all are complete before the first one is opened."""
    closed = [line for address in addresses for line in _closed(address, *session)]
    return closed + [line for address in addresses for line in _opened(address, asn)]


_CALICO_SESSION = ("ebgp-multihop 32", "update-source Loopback2")
_WHOLE_CALICO = _family(
    CALICO, "bgp router-id 1.0.0.2", "redistribute connected", *_come_up(NODES, 65002, *_CALICO_SESSION)
)
_WHOLE_METALLB = _family(
    METALLB,
    "bgp router-id 1.0.0.1",
    "redistribute connected",
    "maximum-paths 4",
    *_come_up(NODES, 65001, "update-source GigabitEthernet2"),
)


def whole_calico() -> list[str]:
    """What makes Calico's family with all its neighbors."""
    return list(_WHOLE_CALICO)


def _differs(resource: str, *marked: str) -> dict[str, list[str]]:
    """A resource to update and what is marked in its lines."""
    return {f"~ {resource}": ["~ lines", *marked]}


def _instead(there: str, wanted: str) -> tuple[str, str]:
    return f"- {there}", f"+ {wanted}"


def _changed(address: str, there: str, wanted: str) -> tuple[str, ...]:
    """A neighbor of which one line differs."""
    return f"~ {address}", *_instead(f"neighbor {address} {there}", f"neighbor {address} {wanted}")


def _text_of(address: str) -> str:
    """A neighbor as a preview shows it whole."""
    lines = ("remote-as 65002", *_CALICO_SESSION, "activate", FILTER)
    return f'+ {address}: "' + r"\n".join(f"neighbor {address} {line}" for line in lines) + '"'


DRIFTS = {
    "another AS": Drift(
        (BGP, CALICO, "neighbor 10.0.0.11 remote-as 65013"),
        _differs("bgp-k8s-calico", *_changed("10.0.0.11", "remote-as 65013", "remote-as 65002")),
        _family(CALICO, "neighbor 10.0.0.11 remote-as 65002"),
    ),
    "a missing filter": Drift(
        (BGP, METALLB, f"no neighbor 10.0.0.12 {FILTER}"),
        # The engine compares a text's lines with their line ends: the one before the missing last line shows as well.
        _differs("bgp-k8s-metallb", *_changed("10.0.0.12", "activate", "activate"), f"+ neighbor 10.0.0.12 {FILTER}"),
        _family(METALLB, f"neighbor 10.0.0.12 {FILTER}"),
    ),
    "a removed filter entry": Drift(
        (f"no {LIST} {ENTRIES[0]}",),
        _differs("prefix-list-deny-all-routes", f"+ {LIST} {ENTRIES[0]}"),
        _in("config", f"{LIST} {ENTRIES[0]}"),
    ),
    "a removed prefix list": Drift(
        (f"no {LIST}",),
        {"+ prefix-list-deny-all-routes": []},
        _in("config", *(f"{LIST} {entry}" for entry in ENTRIES)),
    ),
    "a removed VRF": Drift(
        ("no ip vrf k8s-calico",),
        {
            "+ vrf-k8s-calico": [],
            # The port was there before the stack came to it, so it is still the stack's, without its lines.
            "~ GigabitEthernet3": [
                '+ lines  : "interface GigabitEthernet3\\n ip vrf forwarding k8s-calico\\n '
                'ip address 10.0.1.254 255.255.255.0"'
            ],
            "+ Loopback2": [],
            "+ bgp-k8s-calico": [],
        },
        [
            "config ip vrf k8s-calico",
            *_in("config-vrf", "rd 65000:2", "route-target export 65000:2", "route-target import 65000:1"),
            "config-vrf route-target import 65000:2",
            "config interface GigabitEthernet3",
            *_in("config-if", "ip vrf forwarding k8s-calico", "ip address 10.0.1.254 255.255.255.0"),
            "config interface Loopback2",
            *_in("config-if", "ip vrf forwarding k8s-calico", "ip address 1.1.1.2 255.255.255.255"),
            *_WHOLE_CALICO,
        ],
    ),
    "an added route target": Drift(
        ("ip vrf k8s-metallb", "route-target import 65000:9"),
        _differs(
            "vrf-k8s-metallb",
            "-  route-target import 65000:2",
            *_instead(" route-target import 65000:9", " route-target import 65000:2"),
        ),
        ["config ip vrf k8s-metallb", "config-vrf no route-target import 65000:9"],
    ),
    "a removed route target": Drift(
        ("ip vrf k8s-metallb", "no route-target import 65000:1"),
        _differs("vrf-k8s-metallb", "+  route-target import 65000:1"),
        ["config ip vrf k8s-metallb", "config-vrf route-target import 65000:1"],
    ),
    "another distinguisher": Drift(
        ("ip vrf k8s-calico", "no rd 65000:2", "rd 65000:22"),
        {**_differs("vrf-k8s-calico", *_instead(" rd 65000:22", " rd 65000:2")), "+ bgp-k8s-calico": []},
        ["config ip vrf k8s-calico", *_in("config-vrf", "no rd 65000:22", "rd 65000:2"), *_WHOLE_CALICO],
    ),
    "another address": Drift(
        ("interface GigabitEthernet2", "ip address 10.0.5.254 255.255.255.0"),
        _differs(
            "GigabitEthernet2",
            *_instead(" ip address 10.0.5.254 255.255.255.0", " ip address 10.0.0.254 255.255.255.0"),
        ),
        ["config interface GigabitEthernet2", "config-if ip address 10.0.0.254 255.255.255.0"],
    ),
    "an interface in another VRF": Drift(
        ("interface GigabitEthernet3", "ip vrf forwarding OFFICE", "ip address 10.0.1.254 255.255.255.0"),
        _differs("GigabitEthernet3", *_instead(" ip vrf forwarding OFFICE", " ip vrf forwarding k8s-calico")),
        [
            "config interface GigabitEthernet3",
            *_in("config-if", "ip vrf forwarding k8s-calico", "ip address 10.0.1.254 255.255.255.0"),
        ],
    ),
    "a removed family": Drift((BGP, f"no {METALLB}"), {"+ bgp-k8s-metallb": []}, _WHOLE_METALLB),
    "a removed process": Drift(
        (f"no {BGP}",),
        {"+ bgp": [], "+ bgp-k8s-calico": [], "+ bgp-k8s-metallb": []},
        [f"config {BGP}", "config-router bgp router-id 1.0.0.0", *_WHOLE_CALICO, *_WHOLE_METALLB],
    ),
    "a removed neighbor": Drift(
        (BGP, CALICO, "no neighbor 10.0.0.13"),
        _differs("bgp-k8s-calico", _text_of("10.0.0.13")),
        _family(CALICO, *_come_up(("10.0.0.13",), 65002, *_CALICO_SESSION)),
    ),
    "a neighbor shut down": Drift(
        (BGP, CALICO, "neighbor 10.0.0.1 shutdown"),
        _differs("bgp-k8s-calico", "~ 10.0.0.1", "- neighbor 10.0.0.1 shutdown"),
        _family(CALICO, "no neighbor 10.0.0.1 shutdown"),
    ),
    "a neighbor not active": Drift(
        (BGP, METALLB, "no neighbor 10.0.0.1 activate"),
        _differs(
            "bgp-k8s-metallb", "~ 10.0.0.1", *_instead("no neighbor 10.0.0.1 activate", "neighbor 10.0.0.1 activate")
        ),
        _family(METALLB, "neighbor 10.0.0.1 activate"),
    ),
    "more paths": Drift(
        (BGP, METALLB, "maximum-paths 8"),
        _differs("bgp-k8s-metallb", "~ family", *_instead("  maximum-paths 8", "  maximum-paths 4")),
        _family(METALLB, "maximum-paths 4"),
    ),
    "no redistribution": Drift(
        (BGP, CALICO, "no redistribute connected"),
        _differs(
            "bgp-k8s-calico",
            "~ family",
            *_instead("  bgp router-id 1.0.0.2", "  bgp router-id 1.0.0.2"),
            "+   redistribute connected",
        ),
        _family(CALICO, "redistribute connected"),
    ),
    "another router id": Drift(
        (BGP, "bgp router-id 9.9.9.9"),
        _differs("bgp", *_instead(" bgp router-id 9.9.9.9", " bgp router-id 1.0.0.0")),
        [f"config {BGP}", "config-router bgp router-id 1.0.0.0"],
    ),
    "other hops": Drift(
        (BGP, CALICO, "neighbor 10.0.0.12 ebgp-multihop 2"),
        _differs("bgp-k8s-calico", *_changed("10.0.0.12", "ebgp-multihop 2", "ebgp-multihop 32")),
        _family(CALICO, "neighbor 10.0.0.12 ebgp-multihop 32"),
    ),
    "another source": Drift(
        (BGP, METALLB, "neighbor 10.0.0.11 update-source Loopback1"),
        _differs(
            "bgp-k8s-metallb", *_changed("10.0.0.11", "update-source Loopback1", "update-source GigabitEthernet2")
        ),
        _family(METALLB, "neighbor 10.0.0.11 update-source GigabitEthernet2"),
    ),
    "a foreign neighbor": Drift(
        (BGP, CALICO, "neighbor 10.0.0.99 remote-as 65099"), back=(BGP, CALICO, "no neighbor 10.0.0.99")
    ),
    "a foreign VRF": Drift(("ip vrf GUESTS", "rd 65000:77"), back=("no ip vrf GUESTS",)),
    "several at once": Drift(
        (
            BGP,
            CALICO,
            "neighbor 10.0.0.11 remote-as 65013",
            "no neighbor 10.0.0.12",
            METALLB,
            "neighbor 10.0.0.1 shutdown",
            "ip vrf k8s-metallb",
            "no route-target import 65000:1",
            "interface Loopback2",
            "ip address 1.1.1.9 255.255.255.255",
        ),
        {
            **_differs("vrf-k8s-metallb", "+  route-target import 65000:1"),
            **_differs(
                "Loopback2", *_instead(" ip address 1.1.1.9 255.255.255.255", " ip address 1.1.1.2 255.255.255.255")
            ),
            **_differs("bgp-k8s-metallb", "~ 10.0.0.1", "- neighbor 10.0.0.1 shutdown"),
            **_differs(
                "bgp-k8s-calico",
                *_changed("10.0.0.11", "remote-as 65013", "remote-as 65002"),
                _text_of("10.0.0.12"),
            ),
        },
        [
            "config ip vrf k8s-metallb",
            "config-vrf route-target import 65000:1",
            "config interface Loopback2",
            "config-if ip address 1.1.1.2 255.255.255.255",
            *_family(METALLB, "no neighbor 10.0.0.1 shutdown"),
            *_family(
                CALICO,
                *_closed("10.0.0.12", *_CALICO_SESSION),
                "neighbor 10.0.0.11 remote-as 65002",
                *_opened("10.0.0.12", 65002),
            ),
        ],
    ),
}
