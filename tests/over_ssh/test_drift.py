"""`python -m drift` against the lab's router over real SSH: what it says, and what it leaves alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from preflight.render import rendered
from tests.lab_router import PASSWORD, STARTUP, LabRouter, lab_router_on_a_thread
from tests.seed import PROJECT, Values, seed_stack, seed_values
from tests.stack.witnesses import TypedLog, configured, looks

NO_STATE = "note: the state was not read, so only what the file declares was compared: "
FILTER = "neighbor 10.0.0.13 prefix-list deny-all-routes out"


def as_wanted(change: Callable[[Values], object] = lambda _: None) -> str:
    """What a router starts with that has foreign configuration and all that the stack wants."""
    return STARTUP.removesuffix("end\n") + rendered(seed_stack(change), "csr1000v") + "end\n"


def drift(folder: Path, router: LabRouter, *words: str, **keys: object) -> subprocess.CompletedProcess[str]:
    """A run on a project of its own: the seed's router side, pointed at a lab router, with these keys of the router."""
    values = seed_values()
    values["routers"]["csr1000v"] |= {"port": router.port, "knownHosts": str(router.known_hosts), **keys}
    del values["cluster"]["kubeconfig"]
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}))
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    argv = [sys.executable, "-m", "drift", "--stack", "dev", "--project", str(folder), *words]
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}
    return subprocess.run(argv, cwd=PROJECT, env=environment, capture_output=True, text=True)


def with_state(folder: Path, before: dict[str, dict[str, object]]) -> None:
    """Put a `pulumi` into the folder that exports a state with these histories by id, the engine's form of a secret."""
    mark = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
    resources = [
        {"id": id_, "outputs": {"before": {**mark, "plaintext": json.dumps(had)}}} for id_, had in before.items()
    ]
    state = json.dumps({"version": 3, "deployment": {"resources": resources}})
    (folder / "pulumi").write_text(f"#!/bin/sh\n[ \"$1 $2\" = 'stack export' ] || exit 1\ncat <<'END'\n{state}\nEND\n")
    os.chmod(folder / "pulumi", 0o755)


def test_a_router_as_wanted_has_no_drift_and_is_read_once(tmp_path: Path) -> None:
    typed = tmp_path / "typed.log"
    with lab_router_on_a_thread(tmp_path / "router", "--typed-log", str(typed), startup=as_wanted()) as router:
        done = drift(tmp_path, router)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{NO_STATE}there is no command `pulumi` in PATH",
        "no drift; looked at router csr1000v (11 objects)",
    ]
    asked = TypedLog(typed).news()
    assert (looks(asked), configured(asked)) == (1, [])


def test_what_differs_is_said_line_by_line_and_the_lines_of_others_are_not(tmp_path: Path) -> None:
    there = as_wanted().replace("neighbor 10.0.0.11 remote-as 65002", "neighbor 10.0.0.11 remote-as 65013")
    there = there.replace(f"  {FILTER}\n", "  neighbor 10.0.0.13 description somebody's\n", 1)
    there = there.replace(" rd 65000:1\n", " rd 65000:1\n route-target import 65000:99\n")
    with lab_router_on_a_thread(tmp_path / "router", startup=there) as router:
        done = drift(tmp_path, router)
        as_data = json.loads(drift(tmp_path, router, "--json").stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "router csr1000v: bgp-k8s-calico",
        "  - neighbor 10.0.0.11 remote-as 65013",
        "  + neighbor 10.0.0.11 remote-as 65002",
        f"  + {FILTER}",
        f"{NO_STATE}there is no command `pulumi` in PATH",
        "drift in 1 object; looked at router csr1000v (11 objects)",
    ]
    assert (as_data["drift"], as_data["lookedAt"]) == (True, {"router csr1000v": 11})
    assert as_data["differences"] == [
        {
            "owner": "router csr1000v",
            "object": "bgp-k8s-calico",
            "lines": [
                "- neighbor 10.0.0.11 remote-as 65013",
                "+ neighbor 10.0.0.11 remote-as 65002",
                f"+ {FILTER}",
            ],
        }
    ]


def test_by_the_state_an_addition_is_told_from_what_was_there_before(tmp_path: Path) -> None:
    there = as_wanted().replace(" rd 65000:1\n", " rd 65000:1\n route-target import 65000:99\n")
    there = there.replace(" rd 65000:2\n", " rd 65000:2\n route-target import 65000:98\n")
    had: dict[str, object] = {"existed": True, "rd": "65000:2", "targets": [["import", "65000:98"]]}
    with lab_router_on_a_thread(tmp_path / "router", startup=there) as router:
        with_state(tmp_path, {"csr1000v/vrf k8s-calico": had, "csr1000v/vrf k8s-metallb": {"existed": False}})
        done = drift(tmp_path, router)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "router csr1000v: vrf-k8s-metallb",
        "  - route-target import 65000:99",
        "drift in 1 object; looked at router csr1000v (11 objects)",
    ]


def test_a_router_that_cannot_be_read_is_no_drift(tmp_path: Path) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as router:
        done = drift(tmp_path, router, username="nobody")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.splitlines()[0].startswith(
        f"not looked at: router csr1000v: user 'nobody' refused by 127.0.0.1 port {router.port}"
    )


@pytest.mark.parametrize(
    ("keys", "code", "why"),
    [
        ({"host": None, "username": None}, 0, "the router is not managed, and the stack has no host of it"),
        ({}, 1, ""),
    ],
)
def test_a_router_that_is_not_managed_is_compared_where_it_can_be(
    tmp_path: Path, keys: dict[str, None], code: int, why: str
) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as router:
        done = drift(tmp_path, router, managed=False, **keys)
    assert done.returncode == code
    assert [line for line in done.stdout.splitlines() if line.startswith("not looked at")] == (
        [f"not looked at: router csr1000v: {why}"] if why else []
    )
