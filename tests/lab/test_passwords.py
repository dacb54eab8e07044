"""One secret for both ends: MD5 sessions on the real daemons, a wrong password on either end, a new one, none any more.

The kernel does TCP MD5 for the router's BIRD, the nodes' BIRD and MetalLB's speakers; one story on the whole lab.
"""

import base64
import re

import netmiko
import pytest
import yaml

from tests.lab.story import Story, failures, neighbors, until
from tests.lab.test_main_job import NODES, VRFS, kubectl, running_config

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

FIRST, SECOND = "a-good-word", "and-a-better-one"
EVERYBODY = {vrf: list(NODES.values()) for vrf in VRFS}
SECRET = "bgp-coexist-session"
ROUTER = {"device_type": "cisco_xe", "host": "127.0.0.1", "port": 10022, "username": "admin"}


def set_password(story: Story, clear: str) -> None:
    """As a person does: `pulumi config set --secret`."""
    story.write()
    story.engine.run("config", "set", "--secret", "bgpPassword", said=clear).ok()
    story.text = yaml.safe_load(story.file.read_text())


def typed(*lines: str) -> None:
    """Somebody configures the router by hand."""
    with netmiko.ConnectHandler(**ROUTER, password="ios-xe-proving-ground") as router:
        router.send_config_set(lines)


def test_one_secret_is_written_on_both_ends_and_every_session_comes_back(story: Story) -> None:
    before = running_config()
    set_password(story, FIRST)
    for speaker in ("calico", "metallb"):
        story.own(speaker)["session"] = {"passwordKey": "bgpPassword"}
    changes = story.changes()
    names = re.findall(r"\+ neighbor 10\.0\.0\.1 password <(.+)>", story.engine.preview().ok().text)
    assert names == ["bgpPassword"] * 2
    assert sorted(line for line in changes if "passwordSecret" in line or "secretKeyRef" in line) == [
        "+ passwordSecret: {",
        "+ secretKeyRef: {",
    ]
    story.apply()
    until(180, lambda: neighbors() == EVERYBODY)
    assert sorted(set(running_config()) - set(before)) == sorted(
        f"  neighbor {address} password {FIRST}" for address in NODES.values()
    )
    until(60, lambda: failures(story) == [])


def test_neither_state_nor_events_hold_it(story: Story) -> None:
    state = story.engine.run("stack", "export", "--stack", "dev", stacked=False).ok().text
    assert FIRST not in state
    assert base64.b64encode(FIRST.encode()).decode() not in state
    assert FIRST not in story.engine.preview("--refresh").ok().text


def test_a_wrong_one_on_the_router_keeps_that_session_down_and_is_named_and_mended(story: Story) -> None:
    typed(
        "router bgp 65000",
        "address-family ipv4 vrf k8s-metallb",
        "neighbor 10.0.0.11 password not-that-word",
    )
    others = [address for address in NODES.values() if address != "10.0.0.11"]
    until(180, lambda: neighbors() == EVERYBODY | {"k8s-metallb": others})
    said = "\n".join(failures(story))
    assert (
        f"one password on both ends 3 of 4: 10.0.0.11 has another on the router than Secret metallb-system/{SECRET}"
        in said
    ), said
    shown = story.engine.preview("--refresh").ok().text
    assert "not-that-word" not in shown
    assert re.search(r"- +neighbor 10\.0\.0\.11 password <another>", shown), shown
    story.apply("--refresh")
    until(180, lambda: neighbors() == EVERYBODY)


def test_a_wrong_one_in_the_cluster_keeps_every_session_down_and_is_named_and_mended(story: Story) -> None:
    wrong = base64.b64encode(b"not-that-word").decode()
    kubectl("patch", "secret", SECRET, "--namespace=kube-system", f'--patch={{"data":{{"password":"{wrong}"}}}}')
    until(180, lambda: neighbors() == EVERYBODY | {"k8s-calico": []})
    said = "\n".join(failures(story))
    assert f"0 of 4: 10.0.0.1 has another on the router than Secret kube-system/{SECRET}" in said, said
    story.apply("--refresh")
    until(180, lambda: neighbors() == EVERYBODY)


def test_a_new_one_is_previewed_by_its_number_and_taken_by_both_ends(story: Story) -> None:
    set_password(story, SECOND)
    shown = story.engine.preview().ok().text
    assert not [word for word in (FIRST, SECOND) if word in shown]
    marks = set(re.findall(r"([-+]) neighbor 10\.0\.0\.12 password <(.+)>", shown))
    assert marks == {("-", "bgpPassword"), ("+", "bgpPassword 2")}
    story.apply()
    until(180, lambda: neighbors() == EVERYBODY)
    until(60, lambda: failures(story) == [])


def test_one_that_not_all_take_is_refused_before_anything_is_touched(story: Story) -> None:
    before = running_config()
    set_password(story, "1 word with blanks")
    said = story.engine.up()
    assert said.code != 0
    assert "KEY05 bgpPassword: is not accepted by all of router, Calico and MetalLB" in said.text, said.text
    assert "word with blanks" not in said.text
    assert running_config() == before
    set_password(story, SECOND)


def test_without_it_both_ends_forget_it(story: Story) -> None:
    for speaker in ("calico", "metallb"):
        del story.own(speaker)["session"]
    del story.text["config"]["bgp-coexist:bgpPassword"]
    story.apply()
    until(180, lambda: neighbors() == EVERYBODY)
    assert not [line for line in running_config() if " password " in line and "neighbor" in line]
    assert SECRET not in kubectl("get", "secrets,roles,rolebindings", "-A", "-o", "name")
