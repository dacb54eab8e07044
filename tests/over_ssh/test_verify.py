"""`python -m verify` against the lab's router over real SSH: what it reads there, and what it says when it cannot."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from preflight.render import rendered
from tests.api_server import api_server, kubeconfig
from tests.eventually import eventually
from tests.hostile_cases import WRONG_PASSWORD_HINT
from tests.lab_router import PASSWORD, STARTUP, LabRouter, lab_router_on_a_thread
from tests.on_terminal import CODE, on_terminal
from tests.seed import PROJECT, seed_stack, seed_values
from tests.stack.witnesses import TypedLog

ALL_DOWN = """\
FAIL  csr1000v  k8s-calico   sessions Established        \
0 of 4: 10.0.0.1 is no neighbor, 10.0.0.11 is no neighbor, 10.0.0.12 is no neighbor, 10.0.0.13 is no neighbor  \
(expected 4 of 4)
"""


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as running:
        yield running


def argv(folder: Path, router: LabRouter, *words: str, cluster: str | None = None, **keys: object) -> list[str]:
    """The command for a project of its own: the seed's router side, pointed at a lab router, with these keys of it.

    Without the word `--whole` it is as in an `up`: not asked is whether the lines are the stack's and saved.
    """
    values = seed_values()
    values["routers"]["csr1000v"] |= {"port": router.port, "knownHosts": str(router.known_hosts), **keys}
    values["cluster"]["kubeconfig"] = cluster
    values["demo"] = {"enabled": False}
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}))
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    words = tuple(word for word in words if word != "--whole") if "--whole" in words else ("--applying", *words)
    return [sys.executable, "-m", "verify", "--stack", "dev", "--project", str(folder), "--wait", "0", *words]


def verify(
    folder: Path,
    router: LabRouter,
    *words: str,
    password: str = PASSWORD,
    cluster: str | None = None,
    **keys: object,
) -> subprocess.CompletedProcess[str]:
    """A run of it."""
    command = argv(folder, router, *words, cluster=cluster, **keys)
    environment = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": password}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)


def test_a_bare_router_has_none_of_the_sessions(tmp_path: Path, router: LabRouter) -> None:
    done = verify(tmp_path, router)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines(keepends=True)[0] == ALL_DOWN
    rows = [line.split()[:3] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert rows == [["FAIL", "csr1000v", vrf] for vrf in ("k8s-calico", "k8s-calico", "k8s-metallb", "k8s-metallb")]
    causes = {line.strip() for line in done.stdout.splitlines() if line.startswith("      cause: ")}
    assert causes == {f"cause: VRF {vrf} is not on the router" for vrf in ("k8s-calico", "k8s-metallb")}


WAITING = "waiting for csr1000v k8s-calico sessions Established: 0 of 4: 10.0.0.1 is no neighbor"


def test_what_is_waited_for_is_a_live_line_on_a_terminal_and_a_plain_one_elsewhere(
    tmp_path: Path, router: LabRouter
) -> None:
    plain, table = verify(tmp_path, router, "--wait", "2"), tmp_path / "table"
    environment = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}
    command = argv(tmp_path, router, "--wait", "2")
    with on_terminal(command, PROJECT, environment, output=table) as terminal:
        assert eventually(lambda: "1 s of 2 s: " in terminal.text(), True)
        assert terminal.ended() == plain.returncode == 1
        shown = CODE.sub("", terminal.text())
        assert terminal.modes == terminal.modes_before
        assert terminal.switches() == {"25": "h"}
        assert terminal.text().endswith(("\x1b[2K", "\x1b[?25h"))  # the line is gone
    assert f"s of 2 s: {WAITING[:40]}" in shown
    assert plain.stderr.startswith(f"{WAITING}, ")
    assert plain.stderr.count("\n") == 1
    assert table.read_text() == plain.stdout


def test_failures_alone_go_to_stderr(tmp_path: Path, router: LabRouter) -> None:
    done = verify(tmp_path, router, "--json", "--failures-only")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("4 of 4 checks do not hold:\n" + ALL_DOWN)


@pytest.mark.parametrize("words", [(), ("--brief",)])
def test_json_is_as_its_schema_says(tmp_path: Path, router: LabRouter, words: tuple[str, ...]) -> None:
    done = verify(tmp_path, router, "--json", *words)
    printed = json.loads(done.stdout)
    schema = json.loads((PROJECT / "docs" / "schema" / "verify.json").read_text())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(printed)] == []
    assert (done.returncode, len(printed), {"evidence" in each for each in printed}) == (1, 4, {not words})


def test_junit_is_written_where_told(tmp_path: Path, router: LabRouter) -> None:
    verify(tmp_path, router, "--junit", str(tmp_path / "results.xml"))
    assert 'tests="4" failures="4" errors="0"' in (tmp_path / "results.xml").read_text()


def test_metrics_are_written_where_told_and_everything_else_is_as_without(tmp_path: Path, router: LabRouter) -> None:
    path = tmp_path / "coexist.prom"
    done = verify(tmp_path, router, "--metrics", str(path), "--junit", str(tmp_path / "results.xml"))
    assert (done.returncode, done.stdout.splitlines(keepends=True)[0]) == (1, ALL_DOWN)
    lines = path.read_text().splitlines()
    labels = 'stack="dev",what="sessions Established",where="k8s-calico",who="csr1000v"'
    assert f"bgp_coexist_check_pass{{{labels}}} 0.0" in lines
    assert len([line for line in lines if "no neighbor" in line]) == 8
    assert (tmp_path / "results.xml").exists()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("metrics.txt", "node_exporter reads no file but those that end in .prom"),
        ("nowhere/a.prom", "there is no folder "),
    ],
)
def test_a_file_for_metrics_that_nobody_would_read_is_refused_first(
    tmp_path: Path, router: LabRouter, file: str, why: str
) -> None:
    done = verify(tmp_path, router, "--metrics", str(tmp_path / file))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: argument --metrics: '{tmp_path / file}': {why}" in done.stderr


def test_a_page_is_written_and_the_next_one_says_what_has_changed(tmp_path: Path, router: LabRouter) -> None:
    page = tmp_path / "page.html"
    first = verify(tmp_path, router, "--html", str(page))
    text = page.read_text()
    assert (first.returncode, first.stderr) == (1, "")
    assert "<title>dev: 4 of 4 checks fail</title>" in text
    assert "There is no earlier run beside this page." in text
    assert re.search(r"<h4 [^>]*>csr1000v: <code>show bgp .*k8s-calico summary</code></h4>", text)
    assert text.count("is no neighbor</td>") == 8
    verify(tmp_path, router, "--html", str(page), password="wrong-one")
    text = page.read_text()
    assert "<title>dev: 4 of 4 checks could not be made</title>" in text
    assert text.count("→ not made (csr1000v: user &#39;admin&#39; refused by 127.0.0.1") == 4
    assert text.count('<td class="fault">unknown</td>') == 8
    assert sorted(file.name for file in tmp_path.glob("*page*")) == ["page.html", "page.json"]


def test_a_file_of_others_beside_the_page_stays(tmp_path: Path, router: LabRouter) -> None:
    (tmp_path / "page.json").write_text("{}")
    done = verify(tmp_path, router, "--html", str(tmp_path / "page.html"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"--html: {tmp_path}/page.json, beside the page, is not a record of ")
    assert [file.name for file in tmp_path.glob("page*")] == ["page.json"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--html", "page.txt"), "argument --html: 'page.txt' does not end in .html"),
        (("--html", "nowhere/page.html"), "argument --html: 'nowhere/page.html': there is no folder "),
        (("--html", "page.html", "--router", "csr1000v"), "argument --router: not allowed with argument --html"),
    ],
)
def test_a_page_that_cannot_be_is_refused_before_anybody_is_asked(words: tuple[str, ...], what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "verify", "--stack", "dev", *words], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert what in done.stderr


def test_a_wrong_password_is_not_a_failed_check(tmp_path: Path, router: LabRouter) -> None:
    done = verify(tmp_path, router, password="wrong-one")
    assert done.returncode == 2
    assert done.stdout.splitlines()[0] == (
        "?  csr1000v  k8s-calico   sessions Established        "
        f"csr1000v: user 'admin' refused by 127.0.0.1 port {router.port}: wrong user name or password   "
        f"hint: {WRONG_PASSWORD_HINT}"
    )
    assert "wrong-one" not in done.stdout + done.stderr


def test_a_router_that_is_not_managed_is_checked_where_the_stack_has_access(tmp_path: Path, router: LabRouter) -> None:
    done = verify(tmp_path, router, managed=False)
    assert done.returncode == 1
    assert done.stdout.splitlines(keepends=True)[0] == ALL_DOWN


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"host": None, "username": None}, "the stack has no host of it"),
        ({}, "no password: BGP_COEXIST_ROUTER_PASSWORD is not set, and "),
    ],
)
def test_without_access_its_checks_are_skipped_with_the_reason(
    tmp_path: Path, router: LabRouter, keys: dict[str, None], why: str
) -> None:
    done = verify(tmp_path, router, password="", managed=False, **keys)
    assert (done.returncode, done.stderr) == (0, "")
    start = f"-  csr1000v  k8s-calico   sessions Established        not checked: the router is not managed, and {why}"
    assert done.stdout.startswith(start)
    assert [line.split()[:3] for line in done.stdout.splitlines()] == [
        ["-", "csr1000v", vrf] for vrf in ("k8s-calico", "k8s-calico", "k8s-metallb", "k8s-metallb")
    ]


BLOCKS = {f"192.168.{place}.0/26": name for place, name in enumerate(("master1", "worker1", "worker2", "worker3"))}


LIVE = [
    {
        "metadata": {"name": name},
        "status": {
            "addresses": [{"type": "InternalIP", "address": address}],
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    }
    for name, address in seed_values()["cluster"]["nodes"].items()
]


def test_routes_that_would_come_over_sessions_that_are_down_have_the_cause_of_those(tmp_path: Path) -> None:
    startup = STARTUP.removesuffix("end\n") + rendered(seed_stack(), "csr1000v") + "end\n"
    typed = tmp_path / "typed.log"
    options = ("--typed-log", str(typed))
    with lab_router_on_a_thread(tmp_path / "router", *options, startup=startup) as router, api_server() as api:
        specs = [{"spec": {"cidr": cidr, "node": node, "state": "confirmed"}} for cidr, node in BLOCKS.items()]
        api.on("/apis/crd.projectcalico.org/v1/blockaffinities", {"items": specs}).on("/api/v1/nodes", {"items": LIVE})
        done = verify(tmp_path, router, "--json", cluster=kubeconfig(tmp_path, api.server))
        asked = TypedLog(typed).news()
    assert (done.returncode, done.stderr) == (1, "")
    results = json.loads(done.stdout)
    of_blocks = [(each["where"], each["cause"]) for each in results if each["what"] == "pod blocks in the table"]
    of_sessions = [each["cause"] for each in results if each["what"] == "sessions Established"]
    assert of_blocks == [("k8s-calico", of_sessions[0]), ("k8s-metallb", of_sessions[0])]
    assert of_sessions[0]["what"].startswith("both ends are as the stack says: whether master1 (10.0.0.1) can be ")
    assert {line: count for line, count in Counter(asked).items() if count > 1} == {}
    assert "show running-config" not in done.stdout
