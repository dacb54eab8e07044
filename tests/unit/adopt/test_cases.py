"""Configurations that the command once took wrongly, and what it makes of them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from adopt.__main__ import main

CASES = Path(__file__).parents[2] / "captures" / "cases"
GUIDE = (Path(__file__).parents[3] / "docs" / "adopting.md").read_text()


class Printed:
    """What the command made of a case: exit code, values by key, and what went to stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str], path: Path) -> None:
        self.code = main(["admin@10.0.0.254", "--from", str(path)])
        self.text, self.error = capsys.readouterr()
        config = (yaml.safe_load(self.text) or {}).get("config", {})
        self.values: dict[str, Any] = {key.partition(":")[2]: value for key, value in config.items()}


def with_passwords(tmp_path: Path, calico: str | None, metallb: str | None) -> Path:
    """A router whose neighbors need nothing else, with these lines for their passwords."""
    text = (CASES / "adopt-aaa-banner.cfg").read_text()
    for asn, also in ((65002, [calico]), (65001, ["update-source GigabitEthernet2", metallb])):
        for address in ("10.0.0.1", "10.0.0.11"):
            line = f"  neighbor {address} remote-as {asn}\n"
            text = text.replace(line, line + "".join(f"  neighbor {address} {rest}\n" for rest in also if rest))
    (tmp_path / "running.cfg").write_text(text)
    return tmp_path / "running.cfg"


def keys(printed: Printed) -> list[str | None]:
    return [printed.values[speaker].get("session", {}).get("passwordKey") for speaker in ("calico", "metallb")]


def left_to_do(key: str, vrfs: str) -> str:
    return f"`pulumi config set --secret {key}` is missing: the password of the neighbors in VRF {vrfs}\n"


UP = "`pulumi up` would send: router bgp 65000 / address-family ipv4 vrf k8s-metallb / neighbor"


def test_a_text_that_looks_like_bgp_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, CASES / "adopt-aaa-banner.cfg")
    assert (printed.code, printed.values["routers"]["edge1"]["asn"]) == (1, 65000)
    lines = [f"{UP} 10.0.0.{node} update-source GigabitEthernet2\n" for node in (1, 11)]
    assert printed.error == "".join(lines)


def test_neighbors_of_a_listen_range_have_their_as_from_a_group_and_no_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = Printed(capsys, CASES / "adopt-listen.cfg")
    assert (printed.code, printed.text) == (2, "")
    assert printed.error.splitlines()[2:] == [
        *(
            f"    VRF {vrf} takes neighbors by 'bgp listen range 10.0.0.0/24 peer-group NODES', and their AS {asn} "
            "comes from that peer group: which they are is not in the configuration"
            for vrf, asn in (("k8s-calico", 65002), ("k8s-metallb", 65001))
        ),
        "    name each node of a listen range with --node NAME=ADDRESS",
    ]


def test_neighbors_of_a_group_that_is_not_there_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, CASES / "adopt-unknown-peergroup.cfg")
    assert (printed.code, printed.text) == (2, "")
    assert printed.error.splitlines()[2:] == [
        f"    VRF {vrf}: "
        + "; ".join(
            f"neighbor {address} names peer group '{address}ODES', which is not there"
            for address in ("10.0.0.1", "10.0.0.11")
        )
        for vrf in ("k8s-calico", "k8s-metallb")
    ]


def test_members_of_a_group_are_described_with_what_it_gives_them_and_up_stops_at_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (CASES / "adopt-peergroup.cfg").read_text()
    first, second = text.split(" address-family ipv4 vrf k8s-metallb")
    first = first.replace("NODES remote-as", "NODES ebgp-multihop 32\n  neighbor NODES remote-as")
    (tmp_path / "running.cfg").write_text(f"{first} address-family ipv4 vrf k8s-metallb{second}")
    printed = Printed(capsys, tmp_path / "running.cfg")
    assert list(printed.values["cluster"]["nodes"].values()) == ["10.0.0.1", "10.0.0.11"]
    assert [printed.values[speaker]["asn"] for speaker in ("calico", "metallb")] == [65002, 65001]
    vrfs = printed.values["routers"]["edge1"]["vrfs"]
    assert vrfs["k8s-calico"]["neighbors"] == {
        "ebgpMultihop": 32,
        "accept": "all",
        "prefixListOut": "deny-all-routes",
    }
    assert vrfs["k8s-metallb"]["neighbors"] == {"accept": "all", "prefixListOut": "deny-all-routes"}
    stops = [line for line in printed.error.splitlines() if line.startswith("`pulumi up`")]
    assert (printed.code, stops) == (
        1,
        [
            f"`pulumi up` stops: in VRF {vrf} neighbors 10.0.0.1, 10.0.0.11 have settings from peer group 'NODES'; "
            "with adopt: true they become the neighbors' own, and `pulumi destroy` restores the original lines"
            for vrf in ("k8s-calico", "k8s-metallb")
        ],
    )
    assert stops[0] in GUIDE
    sent = re.findall(r"^with adopt: true `pulumi up` would send (\d+) lines to '(.+)'$", printed.error, re.MULTILINE)
    assert [(int(count) > 0, to) for count, to in sent] == [
        (True, "bgp 65000 vrf k8s-calico"),
        (True, "bgp 65000 vrf k8s-metallb"),
    ]
    assert "`pulumi up` would send: " not in printed.error
    assert "/ neighbor 10.0.0.1 peer-group NODES" not in printed.text


def test_a_list_whose_numbers_the_router_hides_gets_the_usual_ones_and_up_sends_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = with_passwords(tmp_path, None, None)
    hidden = "no ip prefix-list sequence-number\nip prefix-list deny-all-routes deny"
    path.write_text(path.read_text().replace("ip prefix-list deny-all-routes seq 5 deny", hidden))
    printed = Printed(capsys, path)
    assert (printed.code, printed.error) == (0, "")
    assert printed.values["routers"]["edge1"]["prefixLists"] == {"deny-all-routes": ["seq 5 deny 0.0.0.0/0 le 32"]}


def test_passwords_are_asked_for_by_the_name_that_the_file_gives_them(capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, CASES / "adopt-password.cfg")
    assert (printed.code, keys(printed)) == (1, ["bgpPassword", "bgpPassword"])
    told = left_to_do("bgpPassword", "k8s-calico and k8s-metallb")
    assert printed.error.endswith(told)
    assert told in GUIDE
    assert "0822455D0A16" not in printed.text + printed.error


def test_two_passwords_have_two_names(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = Printed(capsys, with_passwords(tmp_path, "password 7 0822455D0A16", "password other"))
    assert (printed.code, keys(printed)) == (1, ["calicoPassword", "metallbPassword"])
    assert printed.error == left_to_do("calicoPassword", "k8s-calico") + left_to_do("metallbPassword", "k8s-metallb")
    assert "password" not in "".join(line for line in printed.text.splitlines() if "not taken over" in line)


def test_one_speaker_may_have_a_password_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = Printed(capsys, with_passwords(tmp_path, None, "password other"))
    assert (printed.code, keys(printed)) == (1, [None, "metallbPassword"])


def test_nothing_is_left_to_do_where_the_environment_holds_the_routers_password(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_passwords(tmp_path, "password 7 0822455D0A16", "password cisco")
    monkeypatch.setenv("BGP_COEXIST_BGP_PASSWORD", "cisco")
    printed = Printed(capsys, path)
    assert (printed.code, printed.error) == (0, "")


def test_another_password_in_the_environment_is_no_silent_change(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_METALLB_PASSWORD", "another")
    printed = Printed(capsys, with_passwords(tmp_path, None, "password other"))
    assert printed.code == 1
    assert printed.error == ("BGP_COEXIST_METALLB_PASSWORD is not the password of the neighbors in VRF k8s-metallb\n")


def test_a_password_that_only_the_router_can_read_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = Printed(capsys, with_passwords(tmp_path, None, "password 6 bXXYFNcZiWSAFYK"))
    assert (printed.code, keys(printed)) == (1, [None, None])
    assert printed.error == (
        "the password of the neighbors in VRF k8s-metallb is encrypted so that only the router can read it: set it "
        "on the router again without type 6\n"
    )
