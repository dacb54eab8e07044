"""A router that boots with its running configuration prints the same, with any groups, templates and ranges."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.editor import run_line
from emulator.configure.loading import load
from emulator.network import network_of_config
from emulator.render.running import running_lines
from emulator.state_log import neighbors_of, ranges_of
from emulator.storage.difference import parsed, replacement

NAMES, ADDRESSES = ("NODES", "edge"), ("10.0.0.1", "10.0.0.11")
VRF = "ip vrf red\n rd 1:1\nip vrf blue\n rd 1:2\n"
ATTRIBUTES = (
    *("remote-as 65001", "remote-as 65000", "description x y", "shutdown", "ebgp-multihop", "timers 5 15"),
    *("local-as 65010 no-prepend", "password 7 0822455D0A16", "send-community both", "next-hop-self"),
    *("prefix-list a in", "prefix-list b out", "route-map m in", "route-map n out", "maximum-prefix 9 warning-only"),
    "activate",
)
MODES = (
    ("router bgp 65000",),
    ("router bgp 65000", "address-family ipv4"),
    ("router bgp 65000", "address-family vpnv4"),
    ("router bgp 65000", "address-family ipv4 vrf red"),
    ("router bgp 65000", "address-family ipv4 vrf blue"),
)
templates = st.builds(
    lambda kind, name, lines: (
        "router bgp 65000",
        *(f"template peer-{kind} {name}", *lines, f"exit-peer-{kind}"),
    ),
    st.sampled_from(("session", "policy")),
    st.sampled_from(NAMES),
    st.lists(
        st.one_of(
            st.sampled_from((*ATTRIBUTES, "no remote-as", "no prefix-list b out")),
            st.builds("inherit peer-session {}".format, st.sampled_from(NAMES)),
            st.builds("inherit peer-policy {} {}".format, st.sampled_from(NAMES), st.integers(1, 3)),
        ),
        max_size=3,
    ),
)
peers = st.builds(
    "{}neighbor {} {}".format,
    st.sampled_from(("", "", "", "no ")),
    st.sampled_from((*NAMES, *ADDRESSES)),
    st.one_of(
        st.sampled_from(("peer-group", *ATTRIBUTES)),
        st.builds("peer-group {}".format, st.sampled_from(NAMES)),
        st.builds("inherit peer-{} {}".format, st.sampled_from(("session", "policy")), st.sampled_from(NAMES)),
    ),
)
others = st.one_of(
    st.builds(
        "{}bgp listen range {} peer-group {}".format,
        st.sampled_from(("", "", "no ")),
        st.sampled_from(("10.0.9.0/24", "10.0.0.0/16")),
        st.sampled_from(NAMES),
    ),
    st.sampled_from(
        (
            *("bgp listen limit 7", "aggregate-address 10.0.0.0 255.0.0.0 summary-only", "network 10.0.0.0"),
            *("no bgp default ipv4-unicast", "bgp default ipv4-unicast", "no template peer-session NODES"),
            *("no template peer-policy NODES", "no address-family ipv4 vrf blue"),
        )
    ),
)
made = st.builds(
    lambda name, asn: (f"neighbor {name} peer-group", f"neighbor {name} remote-as {asn}"),
    st.sampled_from(NAMES),
    st.sampled_from((65001, 65000)),
)
steps = st.one_of(
    templates,
    st.builds(
        lambda mode, lines: (*mode, *lines), st.sampled_from(MODES), st.lists(st.one_of(peers, others), max_size=5)
    ),
    st.builds(
        lambda mode, group, lines: (*mode, *group, *lines), st.sampled_from(MODES), made, st.lists(peers, max_size=4)
    ),
)


def booted(text: str) -> tuple[Config, list[tuple[str, str]]]:
    """Return a router that has booted with this text, and the refusals."""
    context = Context(Config.empty(), Teardown(0.0), loading=True)
    refused = load(context, text)
    return context.config, refused


def typed(steps: list[tuple[str, ...]]) -> Context:
    """Return a router after these lines, some of which it refuses."""
    context = Context(booted(VRF)[0], Teardown(0.0))
    for lines in steps:
        context.top()
        for line in lines:
            run_line(context, line)
    return context


@given(st.lists(steps, max_size=8))
def test_the_running_configuration_prints_itself(steps: list[tuple[str, ...]]) -> None:
    printed = running_lines(typed(steps).config, "16.12")
    again, refused = booted("\n".join(printed))
    assert refused == []
    assert running_lines(again, "16.12") == printed
    assert counting(again) == counting(typed(steps).config)
    network_of_config(again)


def counting(config: Config) -> list[dict[str, Any]]:
    """Return the effective attributes of each neighbor and range that exchanges routes."""
    return [entry for entry in (*neighbors_of(config), *ranges_of(config)) if entry["activate"]]


@given(st.lists(steps, max_size=6), st.lists(steps, max_size=6))
def test_a_replacement_ends_at_the_wanted_configuration(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
    context, wanted = typed(old), running_lines(typed(new).config, "16.12")
    for _ in range(5):
        context.top()
        for line in replacement(parsed("\n".join(running_lines(context.config, "16.12"))), parsed("\n".join(wanted))):
            run_line(context, line)
    assert running_lines(context.config, "16.12") == wanted
