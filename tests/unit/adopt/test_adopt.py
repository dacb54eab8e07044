"""What of a configured router becomes which value of a stack, and what is said where it cannot."""

from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from adopt.__main__ import main

SEED = (Path(__file__).parents[1] / "emulator" / "seed.txt").read_text()
SEED_HEAD, _, SEED_REST = SEED.rpartition("vrf k8s-metallb\n")
WHO = "# the neighbors of k8s-calico dial Loopback2 over up to 32 hops, those of the other VRF their own subnet."


class Adopted:
    """What the command made of a configuration: exit code, values by key, comments, and what went to stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, *options: str) -> None:
        (tmp_path / "running.cfg").write_text(text)
        named = [] if "hostname" in text else ["--name", "csr1000v"]
        self.code = main(["admin@10.0.0.254", "--from", str(tmp_path / "running.cfg"), *named, *options])
        self.text, self.error = capsys.readouterr()
        self.left = self._comments("not taken over: ")

    def _comments(self, start: str) -> list[str]:
        return [line.removeprefix(f"# {start}") for line in self.text.splitlines() if line.startswith(f"# {start}")]

    @cached_property
    def values(self) -> dict[str, Any]:
        config = (yaml.safe_load(self.text) or {}).get("config", {})
        return {key.partition(":")[2]: value for key, value in config.items()}

    @property
    def router(self) -> dict[str, Any]:
        router: dict[str, Any] = next(iter(self.values["routers"].values()))
        return router


@pytest.fixture
def adopt(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    return lambda text, *options: Adopted(capsys, tmp_path, text, *options)


def newer(text: str) -> str:
    """The same configuration in the newer dialect."""
    lines: list[str] = []
    inside = False
    for line in text.replace("ip vrf forwarding", "vrf forwarding").splitlines():
        if line.startswith("ip vrf "):
            lines, inside = [*lines, line.replace("ip vrf", "vrf definition")], True
        elif inside and line == "!":
            lines, inside = [*lines, " exit-address-family", "!"], False
        elif inside and line.startswith(" rd"):
            lines += [line, " !", " address-family ipv4"]
        else:
            lines.append(f" {line}" if inside else line)
    return "\n".join(lines) + "\n"


def test_the_hostname_names_the_router(adopt: Any) -> None:
    assert list(adopt("hostname edge1\n" + SEED).values["routers"]) == ["edge1"]


def test_the_newer_dialect_is_said(adopt: Any) -> None:
    made = adopt(newer(SEED))
    assert (made.code, made.router["vrfSyntax"]) == (0, "vrf definition")


def test_port_user_known_hosts_and_password_key_are_those_of_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "running.cfg").write_text(SEED)
    main(["netops@[2001:db8::1]:2222", "--from", str(tmp_path / "running.cfg"), "--known-hosts", "known_hosts.prod",
          "--password-key", "edgePassword", "--name", "edge1"])  # fmt: skip
    router = yaml.safe_load(capsys.readouterr().out)["config"]["bgp-coexist:routers"]["edge1"]
    assert {key: router[key] for key in ("host", "port", "username", "knownHosts", "passwordKey")} == {
        "host": "2001:db8::1",
        "port": 2222,
        "username": "netops",
        "knownHosts": "known_hosts.prod",
        "passwordKey": "edgePassword",
    }


def test_a_node_with_an_as_of_its_own(adopt: Any) -> None:
    made = adopt(SEED.replace("10.0.0.11 remote-as 65002", "10.0.0.11 remote-as 65012"))
    assert (made.code, made.values["calico"]["asn"]) == (0, 65002)
    assert made.router["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] == {"node-10-0-0-11": 65012}


def test_a_neighbor_that_is_told_something_else_stays_foreign_in_both_vrfs(adopt: Any) -> None:
    made = adopt(SEED.replace("10.0.0.13 ebgp-multihop 32", "10.0.0.13 ebgp-multihop 8"))
    assert list(made.values["cluster"]["nodes"].values()) == ["10.0.0.1", "10.0.0.11", "10.0.0.12"]
    head = "router bgp 65000 / address-family ipv4 vrf"
    assert (made.code, made.left) == (
        0,
        [
            f"{head} k8s-calico / neighbor 10.0.0.13 remote-as 65002",
            f"{head} k8s-calico / neighbor 10.0.0.13 ebgp-multihop 8",
            f"{head} k8s-calico / neighbor 10.0.0.13 update-source Loopback2",
            f"{head} k8s-calico / neighbor 10.0.0.13 activate",
            f"{head} k8s-calico / neighbor 10.0.0.13 prefix-list deny-all-routes out",
            f"{head} k8s-metallb / neighbor 10.0.0.13 remote-as 65001",
            f"{head} k8s-metallb / neighbor 10.0.0.13 update-source GigabitEthernet2",
            f"{head} k8s-metallb / neighbor 10.0.0.13 activate",
            f"{head} k8s-metallb / neighbor 10.0.0.13 prefix-list deny-all-routes out",
            "interface Loopback0",
        ],
    )


@pytest.mark.parametrize("line", ["shutdown", "remote-as 65000"], ids=["shut down", "of the router's own AS"])
def test_a_neighbor_no_stack_can_have_stays_foreign(adopt: Any, line: str) -> None:
    old = "  neighbor 10.0.0.13 remote-as 65002\n"
    new = old + f"  neighbor 10.0.0.13 {line}\n" if line == "shutdown" else f"  neighbor 10.0.0.13 {line}\n"
    made = adopt(SEED.replace(old, new))
    assert (made.code, list(made.values["cluster"]["nodes"].values())) == (0, ["10.0.0.1", "10.0.0.11", "10.0.0.12"])


def test_what_a_stack_cannot_say_is_listed_and_secrets_are_not(adopt: Any) -> None:
    text = SEED.replace("ip address 10.0.0.254 255.255.255.0", "ip address 10.0.0.254 255.255.255.0\n negotiation auto")
    text = text.replace(" rd 65000:2\n", " description pods\n rd 65000:2\n")
    text = text.replace(
        "  neighbor 10.0.0.1 remote-as 65002",
        "  neighbor 10.0.9.1 remote-as 65009\n  neighbor 10.0.9.1 password 7 0822455D0A16\n"
        "  neighbor 10.0.0.1 remote-as 65002",
    )
    text += "ip prefix-list deny-all-routes description nothing out\nip prefix-list OFFICE seq 5 permit 10.7.0.0/16\n"
    text += "ip route vrf k8s-calico 0.0.0.0 0.0.0.0 10.0.1.1\nip route vrf OFFICE 0.0.0.0 0.0.0.0 10.7.0.1\n"
    text += "ip vrf OFFICE\n rd 65000:99\n"
    made = adopt(text)
    assert (made.code, made.left) == (
        0,
        [
            "ip vrf k8s-calico / description pods",
            "interface GigabitEthernet2 / negotiation auto",
            "ip prefix-list deny-all-routes description nothing out",
            "router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor 10.0.9.1 remote-as 65009",
            "router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor 10.0.9.1 password …",
            "interface Loopback0",
            "ip prefix-list OFFICE",
            "ip route vrf k8s-calico 0.0.0.0 0.0.0.0 10.0.1.1",
            "ip vrf OFFICE",
        ],
    )
    assert "0822455D0A16" not in made.text


def test_nodes_that_are_named_have_their_names_and_no_others_count(adopt: Any) -> None:
    made = adopt(SEED, "--node", "worker1=10.0.0.11", "--node", "master1=10.0.0.1")
    assert (made.code, made.error) == (0, "")
    assert made.values["cluster"]["nodes"] == {"master1": "10.0.0.1", "worker1": "10.0.0.11"}
    assert "placeholders: write the nodes' own" not in made.text


def test_a_node_without_a_name_is_refused(adopt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        adopt(SEED, "--node", "10.0.0.11")
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.endswith("argument --node: '10.0.0.11' is not NAME=ADDRESS, such as worker1=10.0.0.11")


def test_the_times_of_the_sessions_are_the_speakers(adopt: Any) -> None:
    text = SEED
    for node in (1, 11, 12, 13):
        text = text.replace(
            f"10.0.0.{node} update-source Loopback2\n",
            f"10.0.0.{node} update-source Loopback2\n  neighbor 10.0.0.{node} timers 5 90\n",
        )
        text = text.replace(
            f"10.0.0.{node} update-source GigabitEthernet2\n",
            f"10.0.0.{node} update-source GigabitEthernet2\n  neighbor 10.0.0.{node} timers 10 30\n",
        )
    made = adopt(text)
    assert (made.code, made.values["calico"]["session"]) == (0, {"holdSeconds": 90, "keepaliveSeconds": 5})
    assert made.values["metallb"]["session"] == {"holdSeconds": 30}


@pytest.mark.parametrize("line", ["timers 5 90 60", "remote-as 64496"], ids=["a least hold time", "half-made"])
def test_a_neighbor_with_a_line_no_stack_writes_stays_foreign(adopt: Any, line: str) -> None:
    old = "  neighbor 10.0.0.13 remote-as 65002\n"
    new = f"  neighbor 10.0.0.13 {line}\n" if "remote-as" in line else f"{old}  neighbor 10.0.0.13 {line}\n"
    made = adopt(SEED.replace(old, new))
    assert (made.code, list(made.values["cluster"]["nodes"].values())) == (0, ["10.0.0.1", "10.0.0.11", "10.0.0.12"])


def test_placeholders_keep_clear_of_the_routers_own_networks(adopt: Any) -> None:
    made = adopt(SEED.replace("10.0.1.254 255.255.255.0", "192.168.7.254 255.255.255.0"))
    assert (made.code, made.values["cluster"]["podCidr"]) == (0, "10.244.0.0/16")


def test_redistribution_is_said_where_it_is_not_the_usual(adopt: Any) -> None:
    mixed = "redistribute connected\n  redistribute static"
    text = SEED.replace("1.0.0.2\n  redistribute connected", f"1.0.0.2\n  {mixed}")
    made = adopt(text.replace("1.0.0.1\n  redistribute connected", f"1.0.0.1\n  {mixed} route-map ONLY"))
    vrfs = made.router["vrfs"]
    assert vrfs["k8s-calico"]["redistribute"] == ["connected", "static"]
    assert "redistribute" not in vrfs["k8s-metallb"]
    family = "router bgp 65000 / address-family ipv4 vrf k8s-metallb"
    assert (made.code, made.left) == (0, [f"{family} / redistribute static route-map ONLY", "interface Loopback0"])


def test_numbers_with_dots_are_written_plain(adopt: Any) -> None:
    made = adopt(SEED.replace("router bgp 65000", "router bgp 1.10").replace("65002", "1.11"))
    assert (made.code, made.router["asn"], made.values["calico"]["asn"]) == (0, 65546, 65547)


def test_a_line_that_up_would_send_is_said(adopt: Any) -> None:
    made = adopt("\n".join(line for line in SEED.splitlines() if "update-source GigabitEthernet2" not in line))
    head = "`pulumi up` would send: router bgp 65000 / address-family ipv4 vrf k8s-metallb / neighbor"
    lines = [f"{head} 10.0.0.{node} update-source GigabitEthernet2" for node in (1, 11, 12, 13)]
    assert (made.code, made.error.splitlines()) == (1, lines)
    assert [line for line in made.text.splitlines() if "would send" in line] == [f"# {line}" for line in lines]


def test_what_the_checks_find_is_said_beside_the_page(adopt: Any) -> None:
    made = adopt(SEED.replace("ip prefix-list deny-all-routes", "ip prefix-list other"))
    assert (made.code, made.values["calico"]["peers"]) == (1, ["1.1.1.2"])
    assert "csr1000v.vrfs.k8s-calico.neighbors.prefixListOut" in made.error


GUESSES = {
    "names alone": (
        SEED.replace("ebgp-multihop 32", "send-community").replace(
            "update-source Loopback2", "update-source GigabitEthernet3"
        ),
        (),
        "their names say so.",
    ),
    "as told": (SEED, ("--metallb-vrf", "k8s-metallb"), "as by option."),
    "whatever their names": (
        SEED.replace("k8s-calico", "pods").replace("k8s-metallb", "services"),
        (),
        "the neighbors of pods dial Loopback2 over up to 32 hops, those of the other VRF their own subnet.",
    ),
}


@pytest.mark.parametrize("case", GUESSES)
def test_it_is_said_why_a_vrf_is_taken_for_calicos(adopt: Any, case: str) -> None:
    text, options, reason = GUESSES[case]
    made = adopt(text, *options)
    assert made.text.splitlines()[1] == f"# {reason}"
    assert made.values["calico"]["asn"] == 65002


ERRORS = {
    "no BGP": (
        "hostname csr1000v\nip vrf BLUE\n rd 1:1\n",
        (),
        "10.0.0.254: the configuration has no 'router bgp': there is nothing here that a stack of this kind describes\n"
        "  hint: for a router without BGP begin with Pulumi.dev.yaml as an example, see docs/own-network.md\n",
    ),
    "a named node that is no neighbor": (
        "hostname csr1000v\n" + SEED,
        ("--node", "master1=10.0.0.1", "--node", "worker9=10.0.0.19"),
        "csr1000v: node worker9 (10.0.0.19) is no neighbor in VRF k8s-calico and VRF k8s-metallb that is told the same "
        "as the other nodes\n  hint: the router has:\n    VRF k8s-calico: neighbor 10.0.0.1 of AS 65002\n"
        "    VRF k8s-metallb: neighbor 10.0.0.1 of AS 65001\n",
    ),
    "two tables with nodes, none of them in both": (
        "hostname csr1000v\n" + SEED_HEAD + "vrf k8s-metallb\n" + SEED_REST.replace("10.0.0.", "10.0.9."),
        (),
        "csr1000v: no two VRFs have the same external neighbors, and VRF k8s-calico and VRF k8s-metallb have neighbors "
        "that may be nodes: with --calico-vrf NAME one of them is taken\n  hint: the router has:\n"
        "    VRF k8s-calico: neighbors 10.0.0.1, 10.0.0.11, 10.0.0.12 and 1 more of AS 65002\n"
        "    VRF k8s-metallb: neighbors 10.0.9.1, 10.0.9.11, 10.0.9.12 and 1 more of AS 65001\n",
    ),
    "no way to tell": (
        "hostname csr1000v\n" + SEED.replace("k8s-metallb", "calico-too").replace("10.0.0.1 ebgp-multihop 32", "")
        .replace("update-source GigabitEthernet2", "update-source Loopback2"),
        (),
        "csr1000v: cannot tell which of the VRFs calico-too and k8s-calico is Calico's and which is MetalLB's\n"
        "  hint: set --calico-vrf NAME and --metallb-vrf NAME\n",
    ),
    "an unknown VRF": (
        "hostname csr1000v\n" + SEED,
        ("--calico-vrf", "blue"),
        "csr1000v: VRF 'blue' is not there, or it has no route distinguisher\n  hint: the router has:\n"
        "    VRF k8s-calico: neighbors 10.0.0.1, 10.0.0.11, 10.0.0.12 and 1 more of AS 65002\n"
        "    VRF k8s-metallb: neighbors 10.0.0.1, 10.0.0.11, 10.0.0.12 and 1 more of AS 65001\n",
    ),
    "two dialects": (
        "hostname csr1000v\n" + SEED.replace("ip vrf k8s-calico", "vrf definition k8s-calico"),
        (),
        "csr1000v: one VRF is written as 'ip vrf' and the other as 'vrf definition': a stack writes all VRFs of a "
        "router one way\n  hint: `vrf upgrade-cli multi-af-mode common-policies` on the router turns all into "
        "'vrf definition'\n",
    ),
    "an interface that is not there": (
        "hostname csr1000v\n" + SEED,
        ("--interface", "Loopback7"),
        "csr1000v: interface 'Loopback7' is not there outside the VRFs, or has no address\n"
        "  hint: there are: Loopback0\n",
    ),
    "something else": (
        "dear diary\n",
        (),
        "the command line has 1 problem; nothing was touched\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_done_is_one_clear_error(adopt: Any, case: str) -> None:
    text, options, message = ERRORS[case]
    made = adopt(text, *options)
    assert (made.code, made.text) == (2, "")
    assert made.error == message or (case == "something else" and made.error.startswith(message))


def test_a_line_that_is_cut_is_at_worst_one_clear_error(adopt: Any) -> None:
    lines = SEED.splitlines()
    places = [(number, words) for number, line in enumerate(lines) for words in range(1, len(line.split()))]
    step = 3 if settings().max_examples < 100 else 1  # a third of them in `make unit`
    for number, words in places[::step]:
        line = lines[number]
        indent = line[: len(line) - len(line.lstrip())]
        cut = [*lines[:number], indent + " ".join(line.split()[:words]), *lines[number + 1 :]]
        made = adopt("\n".join(cut))
        assert made.code in (0, 1, 2)
        assert "Traceback" not in made.error


def test_a_line_no_router_prints_is_named(adopt: Any) -> None:
    made = adopt(SEED.replace("255.255.255.0", "255.255.255.999"))
    told, hint = made.error.splitlines()
    assert (made.code, made.text) == (2, "")
    assert told.endswith("a line is not as IOS-XE prints it: '255.255.255.999' is not a valid netmask")
    assert hint == "  hint: save the whole of `show running-config` again, without folded or cut lines"


def test_a_target_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["admin@10.0.0.254:99999"])
    assert capsys.readouterr().err.splitlines()[-1] == (
        "python -m adopt: error: argument [USER@]HOST[:PORT]: 'admin@10.0.0.254:99999' is not [USER@]HOST[:PORT]"
    )
