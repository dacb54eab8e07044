"""The commands of docs/adopting.md print the stack of a router that was configured by hand."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.docs.readme import blocks
from tests.engine import PROJECT
from tests.lab_router import lab_router_on_a_thread
from tests.stack.adopted_routers import BY_HAND, with_foreigners

GUIDE = (PROJECT / "docs" / "adopting.md").read_text()
COMMANDS = blocks("sh", GUIDE)
# Only `make setup` writes the launcher, and tests/unit/toolchain/test_launcher.py starts it.
IN_PLACE_OF_THE_LAUNCHER = 'bgp-coexist() { python -m cli "$@"; }\n'


@pytest.mark.parametrize("number", range(2), ids=["over SSH", "from a file"])
def test_a_command_of_the_guide_prints_the_stack_and_what_it_leaves(tmp_path: Path, number: int) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=with_foreigners(BY_HAND)) as router:
        (tmp_path / "running.cfg").write_text(router.running())
        target = f"admin@127.0.0.1:{router.port} --known-hosts {shlex.quote(str(router.known_hosts))} --ssh-legacy"
        subprocess.run(
            ["bash", "-ec", IN_PLACE_OF_THE_LAUNCHER + COMMANDS[number].replace("admin@10.0.0.254", target)],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": f"{PROJECT / '.venv' / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(PROJECT),
                "BGP_COEXIST_ROUTER_PASSWORD": router.password,
            },
            check=True,
            timeout=60,
        )
    printed = (tmp_path / "Pulumi.prod.yaml").read_text().splitlines()
    shown = next(block for block in blocks(text=GUIDE) if "not taken over" in block).splitlines()
    assert [line for line in printed if line in shown] == sorted(shown, key=printed.index)
    assert "  bgp-coexist:routers:" in printed


def test_the_guide_has_no_other_command_of_this_kind() -> None:
    assert len(COMMANDS) == 2
