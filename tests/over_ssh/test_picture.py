"""`bgp-coexist picture --live` against the lab's router over real SSH."""

import subprocess
import sys
from pathlib import Path

import yaml

from tests.lab_router import PASSWORD, STARTUP, LabRouter, lab_router_on_a_thread
from tests.seed import PROJECT, seed_values


def picture(folder: Path, router: LabRouter, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    """A run on a project of its own: the seed, pointed at a lab router, with a kubeconfig that is not there."""
    values = seed_values()
    values["routers"]["csr1000v"] |= {"port": router.port, "knownHosts": str(router.known_hosts)}
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}, sort_keys=False))
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    argv = [sys.executable, "-m", "cli", "picture", "--stack", "dev", "--project", str(folder), "--live", "--mermaid"]
    environment = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": password}
    return subprocess.run(argv, cwd=PROJECT, env=environment, capture_output=True, text=True)


def test_sessions_that_a_bare_router_lacks_are_drawn_as_down_and_those_of_a_silent_one_as_unknown(
    tmp_path: Path,
) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as router:
        bare, refused = picture(tmp_path, router), picture(tmp_path, router, "wrong-one")
    assert (bare.returncode, bare.stderr) == (0, "")
    assert bare.stdout.count("is no neighbor") == 8
    assert bare.stdout.splitlines()[-1].startswith("  linkStyle 1,2,3,4,5,6,7,8 stroke:#b91c1c")
    assert (refused.returncode, refused.stdout.count("<br/>unknown")) == (0, 8)
    assert refused.stderr == (
        "csr1000v: does not tell its sessions' states: they are drawn as unknown; `bgp-coexist verify` says why\n"
    )
