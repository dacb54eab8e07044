"""Code that changes between two runs is not a change of the network."""

import shutil
from pathlib import Path

import pytest

from tests.engine import PROJECT
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

PRODUCT = (
    "errors.py",
    "printable.py",
    "known_hosts.py",
    "model",
    "platforms",
    "transport",
    "cluster",
    "preflight",
    "apply",
    "providers",
    "components",
)


def test_changed_provider_code_shows_no_diff(stack: RouterStack, tmp_path: Path) -> None:
    stack.up()
    changed = tmp_path / "changed"
    changed.mkdir()
    for part in PRODUCT:
        (shutil.copytree if (PROJECT / part).is_dir() else shutil.copy)(PROJECT / part, changed / part)
    for module in ("object_provider", "vrf", "bgp_vrf", "router_access", "saved_configuration"):
        with (changed / "providers" / f"{module}.py").open("a") as source:
            source.write("\n\nimport sys\n\nprint(f'{__name__} was changed', file=sys.stderr)\n")
    stack.engine.environment["PYTHONPATH"] = str(changed)
    shown = stack.preview("--expect-no-changes").ok().text
    assert "providers.vrf was changed" in shown
