"""A look as metrics: each series, that they are documented, and the file of node_exporter's textfile collector."""

import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from errors import CoexistError
from tests.seed import PROJECT, Values, seed_stack
from tests.unit.verify.sources import NODES, Parts, session
from verify.catalog import checks_of
from verify.check import Result, Verdict
from verify.look import Look, look_at
from verify.metrics import METRICS, Page, registry, write
from verify.runner import run

WORKER3 = 'neighbor="10.0.0.13",node="worker3",router="csr1000v",speaker="calico"'


def looked(parts: Parts, change: Callable[[Values], object] = lambda _: None) -> Look:
    """One look at a seed."""
    stack, sources = seed_stack(change), parts.sources()
    checks = checks_of(stack)
    return look_at("dev", stack, checks, sources, run(checks, sources), begun=0.0)


def series(look: Look) -> dict[str, float]:
    """Every series of a page as Prometheus reads it, its labels in alphabetical order."""
    text = generate_latest(registry(Page(look))).decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {
        f"{each.name.removeprefix('bgp_coexist_')}{{"
        + ",".join(f'{label}="{value}"' for label, value in sorted(each.labels.items()) if label != "stack")
        + "}": each.value
        for each in samples
    }


def of(found: dict[str, float], start: str) -> dict[str, float]:
    return {name: value for name, value in found.items() if name.startswith(start)}


def test_a_sound_network_has_every_check_and_every_session() -> None:
    found = series(looked(Parts()))
    passes = of(found, "check_pass{")
    skipped = [of_check for of_check, is_skipped in of(found, "check_skipped{").items() if is_skipped]
    # What the seed's traffic policy claims nothing about.
    assert skipped == ['check_skipped{what="source address kept",where="default/nginx",who="client"}']
    assert (len(passes), set(passes.values())) == (len(checks_of(seed_stack())) - 1, {1.0})
    assert set(of(found, "check_could_not_look{").values()) == {0.0}
    assert passes['check_pass{what="sessions Established",where="k8s-metallb",who="csr1000v"}'] == 1
    assert of(found, "session_up{") == {
        f'session_up{{neighbor="{address}",node="{node}",router="csr1000v",speaker="{speaker}",vrf="k8s-{speaker}"}}': 1
        for node, address in NODES.items()
        for speaker in ("calico", "metallb")
    }
    assert found[f'session_state{{{WORKER3},state="Established",vrf="k8s-calico"}}'] == 1
    assert found[f'session_prefixes_received{{{WORKER3},vrf="k8s-calico"}}'] == 0
    assert found['router_answers{router="csr1000v"}'] == 1
    assert found["file_sound{}"] == 1
    assert found["look_timestamp_seconds{}"] > 1.7e9


@pytest.mark.parametrize(
    ("state", "shutdown"), [("Idle", 0), ("Active", 0), ("Idle (Admin)", 1), ("Idle (PfxCt)", 0), ("no neighbor", 0)]
)
def test_a_session_that_is_not_up_tells_whether_somebody_wanted_that(state: str, shutdown: int) -> None:
    parts = Parts()
    there = None if state == "no neighbor" else session(NODES["worker3"], 65002, state)
    parts.router.overruled["k8s-calico", NODES["worker3"]] = there
    found = series(looked(parts))
    assert [name for name, up in of(found, "session_up{").items() if not up] == [
        f'session_up{{{WORKER3},vrf="k8s-calico"}}'
    ]
    assert found[f'session_shutdown{{{WORKER3},vrf="k8s-calico"}}'] == shutdown
    assert found[f'session_state{{{WORKER3},state="{state}",vrf="k8s-calico"}}'] == 1
    received = of(found, "session_prefixes_received{")
    assert (len(received), f'session_prefixes_received{{{WORKER3},vrf="k8s-calico"}}' in received) == (7, False)
    assert found['check_pass{what="sessions Established",where="k8s-calico",who="csr1000v"}'] == 0


def test_a_drained_node_has_no_session_to_miss() -> None:
    def drained(values: Values) -> None:
        values["cluster"]["nodes"]["worker3"] = {"address": "10.0.0.13", "drained": True}

    parts = Parts()
    for vrf in ("k8s-calico", "k8s-metallb"):
        parts.router.overruled[vrf, NODES["worker3"]] = None
    found = series(looked(parts, drained))
    assert [name for name in found if "worker3" in name] == []
    assert len(of(found, "session_up{")) == 6
    assert found['check_pass{what="sessions Established",where="k8s-calico",who="csr1000v"}'] == 1


def test_a_router_that_is_away_is_a_value_and_its_sessions_are_unknown() -> None:
    parts = Parts()
    parts.router.down = True
    found = series(looked(parts))
    assert found['router_answers{router="csr1000v"}'] == 0
    assert of(found, "session_") == {}
    label = '{what="sessions Established",where="k8s-calico",who="csr1000v"}'
    assert (found[f"check_could_not_look{label}"], f"check_pass{label}" in found) == (1, False)
    assert found['check_pass{what="are the router\'s neighbors",where="nodes",who="cluster"}'] == 1


def test_drift_is_told_where_it_was_looked_at() -> None:
    look = looked(Parts())
    assert of(series(look), "drift") == {}
    found = series(replace(look, drift={"router csr1000v": 2, "cluster": 0}))
    assert of(found, "drift") == {'drift_objects{owner="router csr1000v"}': 2, 'drift_objects{owner="cluster"}': 0}


def test_before_the_first_look_there_are_names_alone() -> None:
    text = generate_latest(registry(Page())).decode()
    assert re.findall(r"^# TYPE (\S+) gauge$", text, re.MULTILINE) == list(METRICS)
    assert [line for line in text.splitlines() if not line.startswith("#")] == []


def test_a_name_with_every_odd_character_stays_one_series() -> None:
    odd = 'a"b\\c\nd é'
    result = Result("csr1000v", odd, "what", "", "", Verdict.PASS)
    text = generate_latest(registry(Page(Look("dev", [result], [], {}, 0, 0)))).decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert [sample.labels["where"] for sample in families["bgp_coexist_check_pass"].samples] == [odd]


def test_the_file_replaces_the_one_before_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "coexist.prom"
    path.write_text("old")
    with path.open() as before:
        write(path, looked(Parts()))
        assert before.read() == "old"  # whoever has begun to read it reads the old one to its end
    assert path.read_text().startswith("# HELP bgp_coexist_check_pass ")
    assert [each.name for each in tmp_path.iterdir()] == ["coexist.prom"]
    assert stat.S_IMODE(path.stat().st_mode) & 0o444


def test_a_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "coexist.prom").mkdir()
    with pytest.raises(CoexistError) as raised:
        write(tmp_path / "coexist.prom", looked(Parts()))
    assert str(raised.value).startswith(f"--metrics: {tmp_path}/coexist.prom cannot be written: Is a directory\n")


def test_the_page_documents_every_metric_with_its_labels() -> None:
    page = (PROJECT / "docs" / "metrics.md").read_text()
    rows = dict(re.findall(r"^\| `(bgp_coexist_\w+)` \| ([^|]*) \|", page, re.MULTILINE))
    assert rows == {name: ", ".join(f"`{label}`" for label in labels) for name, (labels, _) in METRICS.items()}
