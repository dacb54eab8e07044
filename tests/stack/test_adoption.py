"""A router that is configured already: what is the same is taken over without a word, what differs only when told."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.engine import PROJECT
from tests.lab_router import LabRouter, lab_router
from tests.stack.adopted_routers import BY_HAND, NEWER, with_foreigners, with_lists
from tests.stack.drift_cases import BGP, CALICO, METALLB, whole_calico
from tests.stack.operator import operator
from tests.stack.router_stack import RouterStack
from tests.stack.witnesses import TypedLog, configured, differing, looks, planned

pytestmark = pytest.mark.engine


@dataclass
class Handmade:
    """A router somebody configured by hand, and a stack that comes to it."""

    router: LabRouter
    log: TypedLog
    stack: RouterStack
    running: str
    archive: list[str]

    def is_as_it_was(self) -> bool:
        """Whether the router runs what it ran before the stack came; asking is not on record."""
        same = self.router.running() == self.running
        self.log.news()
        return same


@contextmanager
def handmade(folder: Path, startup: str, *options: str) -> Iterator[Handmade]:
    typed = folder / "typed.log"
    hostname = startup.splitlines()[0].split()[1]
    options = ("--typed-log", str(typed), *options)
    with lab_router(folder / "router", *options, startup=startup, name=hostname) as router:
        log, stack = TypedLog(typed), RouterStack(folder, router)
        running, archive = router.running(), archived(router)
        log.news()
        yield Handmade(router, log, stack, running, archive)


def archived(router: LabRouter) -> list[str]:
    """The configurations in its archive; the name of the next one has the time in it."""
    return [line for line in router.show("show archive").splitlines() if "next archive file" not in line]


def page_of(router: LabRouter, *options: str) -> str:
    """What `python -m adopt` prints of a router."""
    words = [sys.executable, "-m", "adopt", f"admin@127.0.0.1:{router.port}", "--known-hosts", str(router.known_hosts)]
    words += ["--ssh-legacy", *options]
    done = subprocess.run(
        words,
        cwd=PROJECT,
        env={**os.environ, "BGP_COEXIST_ROUTER_PASSWORD": router.password},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


ROUTERS = {
    "the seed's": (BY_HAND, ()),
    "the newer dialect": (NEWER, ("--profile", "17.15")),
    "shared with others": (with_foreigners(BY_HAND), ()),
    "with several lists and a node of another AS": (with_lists(BY_HAND), ()),
}
# What such a port says besides, and what is there on every router.
PORT = ("negotiation auto", "no mop enabled", "no mop sysid")
OTHERS = ["ip vrf OFFICE", "interface Loopback0", "interface GigabitEthernet1", "interface GigabitEthernet4"]
LEFT = {
    "the seed's": [
        *(f"interface GigabitEthernet3 / {line}" for line in PORT),
        *(f"interface GigabitEthernet2 / {line}" for line in PORT),
        *OTHERS,
        "ip prefix-list OFFICE",
    ],
    "the newer dialect": [
        "vrf definition services / address-family ipv6",
        *(f"interface GigabitEthernet2 / {line}" for line in PORT),
        *(f"interface GigabitEthernet{number}" for number in (1, 3, 4)),
    ],
    "shared with others": [
        "ip vrf k8s-calico / description pods",
        *(f"interface GigabitEthernet3 / {line}" for line in PORT),
        *(f"interface GigabitEthernet2 / {line}" for line in ("description nodes", *PORT)),
        f"{BGP} / neighbor 192.0.2.2 remote-as 65100",
        f"{BGP} / address-family ipv4 vrf OFFICE",
        f"{BGP} / {CALICO} / neighbor 10.0.0.1 description master",
        f"{BGP} / {CALICO} / neighbor 10.0.0.99 remote-as 65099",
        f"{BGP} / {CALICO} / neighbor 10.0.0.99 activate",
        *OTHERS,
        "ip prefix-list OFFICE",
    ],
}
LEFT["with several lists and a node of another AS"] = LEFT["the seed's"]


@pytest.mark.parametrize("case", ROUTERS)
def test_up_of_what_adopt_prints_sends_nothing_and_destroy_takes_nothing_away(tmp_path: Path, case: str) -> None:
    startup, options = ROUTERS[case]
    with handmade(tmp_path, startup, *options) as made:
        page = page_of(made.router)
        assert (looks(asked := made.log.news()), configured(asked)) == (1, [])
        left = [line.removeprefix("# not taken over: ") for line in page.splitlines() if "not taken over" in line]
        assert left == LEFT[case]
        config = yaml.safe_load(page)["config"]
        made.stack.values = {key.removeprefix("bgp-coexist:"): value for key, value in config.items() if "bgp" in key}
        made.stack.up()
        assert (looks(asked := made.log.news()), configured(asked)) == (1, [])
        assert made.is_as_it_was()
        assert archived(made.router) == made.archive
        made.stack.preview("--refresh", "--expect-no-changes").ok()
        made.log.news()
        made.stack.destroy()
        assert configured(made.log.news()) == []
        assert made.is_as_it_was()


NETWORKS = {
    "home-default": (),
    "one-vrf": (),
    "bfd": (),
    "listen-own": ("--node", "worker1=10.50.0.21", "--node", "worker2=10.50.0.22"),
}


@pytest.mark.parametrize("case", NETWORKS)
def test_up_of_a_network_that_people_have_sends_nothing(tmp_path: Path, case: str) -> None:
    text = (PROJECT / "tests" / "configurations" / "adopt" / "ios-xe" / f"{case}.cfg").read_text()
    with handmade(tmp_path, text[text.index("hostname ") :]) as made:
        config = yaml.safe_load(page_of(made.router, *NETWORKS[case]))["config"]
        made.log.news()
        made.stack.values = {key.removeprefix("bgp-coexist:"): value for key, value in config.items() if "bgp" in key}
        made.stack.up()
        assert configured(made.log.news()) == []
        made.stack.destroy()
        assert configured(made.log.news()) == []
        assert made.is_as_it_was()


@dataclass(frozen=True)
class Differing:
    """One way in which a router by hand differs from the stack.

    Attributes:
        changes: What its configuration says instead: theirs by ours.
        named: What the stack says about it, by object.
        sent: What it sends once it is told to adopt.
    """

    changes: dict[str, str]
    named: dict[str, list[str]]
    sent: list[str]


def in_family(family: str, *lines: str) -> list[str]:
    return [f"config {BGP}", f"config-router {family}", *(f"config-router-af {line}" for line in lines)]


ADDRESS = "ip address 10.0.0.254 255.255.255.0"
OTHER_ADDRESS = "ip address 10.0.0.253 255.255.255.0"
ENTRY = "ip prefix-list deny-all-routes seq 5 deny 0.0.0.0/0 le 32"
OTHER_ENTRY = "ip prefix-list deny-all-routes seq 7 permit 10.0.0.0/8"
GUARD = "ip prefix-list deny-all-routes seq 8 deny 0.0.0.0/0 ge 1"
CASES = {
    "VRF": Differing(
        {" rd 65000:2\n": " rd 65000:222\n"},
        {"vrf k8s-calico": ["- rd 65000:222", "+ rd 65000:2"]},
        ["config ip vrf k8s-calico", "config-vrf no rd 65000:222", "config-vrf rd 65000:2", *whole_calico()],
    ),
    "interface": Differing(
        {ADDRESS: OTHER_ADDRESS},
        {"interface GigabitEthernet2": [f"- {OTHER_ADDRESS}", f"+ {ADDRESS}"]},
        ["config interface GigabitEthernet2", f"config-if {ADDRESS}"],
    ),
    "prefix list": Differing(
        {ENTRY: OTHER_ENTRY},
        {"ip prefix-list deny-all-routes": [f"- {OTHER_ENTRY}", f"+ {ENTRY}"]},
        # A list that filters must not be empty in between: a guard stands in it meanwhile.
        [f"config {GUARD}", f"config no {OTHER_ENTRY}", f"config {ENTRY}", f"config no {GUARD}"],
    ),
    "BGP process": Differing(
        {"bgp router-id 1.0.0.0": "bgp router-id 9.9.9.9"},
        {"bgp 65000": ["- bgp router-id 9.9.9.9", "+ bgp router-id 1.0.0.0"]},
        [f"config {BGP}", "config-router bgp router-id 1.0.0.0"],
    ),
    "family": Differing(
        {"bgp router-id 1.0.0.1": "bgp router-id 9.9.9.1", "maximum-paths 4": "maximum-paths 8"},
        {
            "bgp 65000 vrf k8s-metallb": [
                "- bgp router-id 9.9.9.1",
                "- maximum-paths 8",
                "+ bgp router-id 1.0.0.1",
                "+ maximum-paths 4",
            ]
        },
        in_family(METALLB, "bgp router-id 1.0.0.1", "maximum-paths 4"),
    ),
    "neighbor": Differing(
        {"10.0.0.11 remote-as 65002": "10.0.0.11 remote-as 65013", "10.0.0.11 ebgp-multihop 32": "10.0.0.11 shutdown"},
        {
            "bgp 65000 vrf k8s-calico": [
                "- neighbor 10.0.0.11 remote-as 65013",
                "- neighbor 10.0.0.11 shutdown",
                "+ neighbor 10.0.0.11 remote-as 65002",
                "+ neighbor 10.0.0.11 ebgp-multihop 32",
            ]
        },
        in_family(
            CALICO,
            "neighbor 10.0.0.11 ebgp-multihop 32",
            "neighbor 10.0.0.11 remote-as 65002",
            "no neighbor 10.0.0.11 shutdown",
        ),
    ),
}
# An interface, the list and a family at once; two of them stand on the third.
CASES["mixed"] = Differing(
    CASES["interface"].changes | CASES["prefix list"].changes | CASES["family"].changes,
    CASES["interface"].named | CASES["prefix list"].named | CASES["family"].named,
    [*CASES["interface"].sent, *CASES["prefix list"].sent, *CASES["family"].sent],
)


def test_what_was_there_before_is_given_back_also_where_somebody_removed_the_object_meanwhile(tmp_path: Path) -> None:
    startup = BY_HAND.replace(ADDRESS, OTHER_ADDRESS).replace(ENTRY, OTHER_ENTRY)
    with handmade(tmp_path, startup) as made, operator(made.router) as other:
        made.stack.described["adopt"] = True
        made.stack.up()
        other.configure("interface GigabitEthernet2", "no ip vrf forwarding", "no ip prefix-list deny-all-routes")
        assert planned(made.stack.preview("--refresh").ok().text) == {
            "~ GigabitEthernet2": [
                shown_whole(f"interface GigabitEthernet2\\n ip vrf forwarding k8s-metallb\\n {ADDRESS}")
            ],
            "~ prefix-list-deny-all-routes": [shown_whole(ENTRY)],
        }
        made.stack.up("--refresh")
        made.stack.destroy()
        assert made.is_as_it_was()


def shown_whole(lines: str) -> str:
    """How a preview shows lines where there are none."""
    return f'+ lines  : "{lines}"'


@pytest.mark.parametrize("case", CASES)
def test_what_differs_is_named_then_taken_over_when_told_and_given_back(tmp_path: Path, case: str) -> None:
    differs = CASES[case]
    startup = BY_HAND
    for ours, theirs in differs.changes.items():
        assert startup.count(ours) == 1
        startup = startup.replace(ours, theirs)
    with handmade(tmp_path, startup) as made:
        named = differing(made.stack.fails())
        assert named
        assert named.items() <= differs.named.items()
        assert configured(made.log.news()) == []
        assert made.is_as_it_was()
        made.stack.described["adopt"] = True
        made.stack.up()
        assert sorted(configured(made.log.news())) == sorted(differs.sent)
        made.stack.destroy()
        assert made.is_as_it_was()
