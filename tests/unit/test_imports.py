"""What a preview imports: the rest costs each of its processes a part of a second."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
VRF = {"router": "r", "reach": "ssh://u@192.0.2.1:22", "name": "RED", "syntax": "ip vrf", "rd": "65000:1"}
# What each process of a preview does, and what it needs only once it talks to a router, or for another platform.
PHASES = {
    "the program": (
        "import components.configuration, components.preconditions, components.rollout, components.outputs\n"
        "from platforms.registry import platform_of\n"
        "from tests.seed import seed_stack\n"
        "platform_of(seed_stack().routers['csr1000v']).objects(seed_stack(), 'csr1000v')",
        {"paramiko", "cryptography", "pulumi_kubernetes.core.v1", "pulumi_kubernetes.helm.v3", "platforms.frr"},
    ),
    "the providers": (
        "import pulumi.dynamic\n"
        "from providers.vrf import VrfProvider\n"
        f"assert VrfProvider().check({{}}, {VRF}).inputs['lines']",
        {"paramiko", "cryptography", "model.stack", "platforms.frr", "platforms.facts", "platforms.adoption"},
    ),
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_preview_does_not_import_what_only_a_change_needs(phase: str) -> None:
    does, unneeded = PHASES[phase]
    shown = "import json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", f"{does}\n{shown}"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    imported = set(json.loads(run.stdout))
    assert imported & unneeded == set()
