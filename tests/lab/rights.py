"""The identity of docs/cluster.md, "Rights", on the lab: a kubeconfig that may do that and nothing else."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engine import PROJECT
from tests.lab.test_main_job import kubectl
from toolchain import part

MANIFEST = PROJECT / "docs/cluster-rights.yaml"


@contextmanager
def identity(folder: Path) -> Iterator[Path]:
    """Its kubeconfig, made by the page's own commands; the roles are gone afterwards."""
    (folder / "docs").symlink_to(PROJECT / "docs")
    environment = {"KUBECONFIG": str(PROJECT / ".lab/kubeconfig"), "KUBECACHEDIR": str(folder / "kube-cache")}
    environment["PATH"] = f"{part('kubectl').parent}:{os.environ['PATH']}"
    try:
        words = ["sh", "-e", "-c", commands()]
        done = subprocess.run(
            words, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        yield folder / "coexist-kubeconfig"
    finally:
        kubectl("delete", "--ignore-not-found", "-f", str(MANIFEST))


def commands() -> str:
    """The page's commands."""
    page = (PROJECT / "docs/cluster.md").read_text()
    found = re.search(r"^## Rights$.*?^```$(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def refusal(kubeconfig: Path, *words: str) -> str:
    """What is said to kubectl's request by that identity; "" where it is done."""
    done = subprocess.run(
        [part("kubectl"), f"--kubeconfig={kubeconfig}", *words], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stderr if done.returncode else ""
