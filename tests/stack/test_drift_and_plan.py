"""`drift` and `plan` on a stack of the real engine: what they read of its state and of its preview."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.engine import PROJECT
from tests.lab_router import lab_router
from tests.stack.operator import Operator, operator
from tests.stack.router_stack import PROGRAM, RouterStack

pytestmark = pytest.mark.engine


@dataclass
class Applied:
    """A stack that is applied, in a project of its own, and somebody else at its router."""

    stack: RouterStack
    other: Operator
    project: Path

    def said(self, module: str, *words: str) -> tuple[int, list[str]]:
        """The exit code and the lines of one of the program's commands."""
        argv = [sys.executable, "-m", module, "--stack", "dev", "--project", str(self.project), *words]
        environment = {**os.environ, **self.stack.engine.environment}
        done = subprocess.run(argv, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    folder = tmp_path_factory.mktemp("applied")
    options = {"toolchain": "pip", "virtualenv": str(PROJECT / ".venv")}
    project = {"name": "bgp-coexist", "main": str(PROGRAM), "runtime": {"name": "python", "options": options}}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project))
    with lab_router(folder / "router") as router, operator(router) as other:
        stack = RouterStack(folder, router)
        stack.up()
        yield Applied(stack, other, folder)


def test_what_was_applied_has_no_drift(applied: Applied) -> None:
    assert applied.said("drift") == (0, ["no drift; looked at router csr1000v (11 objects)"])


def test_an_addition_to_what_the_stack_made_is_drift_and_the_plan_removes_it(applied: Applied) -> None:
    target = "route-target import 65000:99"
    theirs = "neighbor 10.0.0.13 maximum-prefix 10"
    applied.other.configure("ip vrf k8s-calico", target, "exit")
    applied.other.configure("router bgp 65000", "address-family ipv4 vrf k8s-calico", theirs, "exit", "exit")
    assert applied.said("drift") == (
        1,
        [
            "router csr1000v: vrf-k8s-calico",
            f"  - {target}",
            "drift in 1 object; looked at router csr1000v (11 objects)",
        ],
    )
    code, lines = applied.said("plan", "--refresh")
    assert (code, [line for line in lines if line[:6].strip() in ("-", "+")]) == (0, [f"     -  {target}"])
