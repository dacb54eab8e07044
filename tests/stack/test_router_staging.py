"""A second environment: other names, other numbers, the newer VRF dialect, a newer release; the whole program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import PROJECT
from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[RouterStack]:
    with lab_router(tmp_path / "router", "--profile", "17.15", name="edge1", username="netops") as router:
        yield RouterStack(tmp_path, router, "staging", PROJECT)


def test_staging_previews_offline(staging: RouterStack) -> None:
    staging.described.update(host="127.0.0.99", knownHosts="/nonexistent")
    assert "+ 15 to create" in staging.preview().ok().text


def test_staging_comes_up_stays_and_goes_without_a_trace(staging: RouterStack) -> None:
    before = staging.router.running()
    staging.up()
    applied = _facts(staging)
    staging.engine.run("refresh", "--yes", "--skip-preview", "--expect-no-changes").ok()
    assert _facts(staging) == applied
    staging.preview("--expect-no-changes").ok()
    families = staging.router.show("show running-config | section router bgp")
    assert families == (
        "router bgp 64620\n"
        " bgp router-id 172.31.255.0\n"
        " bgp log-neighbor-changes\n"
        " !\n"
        " address-family ipv4 vrf pods\n"
        "  bgp router-id 172.31.255.2\n"
        "  redistribute connected\n"
        "  neighbor 172.20.0.10 remote-as 64630\n"
        "  neighbor 172.20.0.10 ebgp-multihop 4\n"
        "  neighbor 172.20.0.10 update-source Loopback12\n"
        "  neighbor 172.20.0.10 activate\n"
        "  neighbor 172.20.0.10 prefix-list nothing-to-nodes out\n"
        "  neighbor 172.20.0.21 remote-as 64630\n"
        "  neighbor 172.20.0.21 ebgp-multihop 4\n"
        "  neighbor 172.20.0.21 update-source Loopback12\n"
        "  neighbor 172.20.0.21 activate\n"
        "  neighbor 172.20.0.21 prefix-list nothing-to-nodes out\n"
        "  neighbor 172.20.0.22 remote-as 64630\n"
        "  neighbor 172.20.0.22 ebgp-multihop 4\n"
        "  neighbor 172.20.0.22 update-source Loopback12\n"
        "  neighbor 172.20.0.22 activate\n"
        "  neighbor 172.20.0.22 prefix-list nothing-to-nodes out\n"
        "  maximum-paths 2\n"
        " exit-address-family\n"
        " !\n"
        " address-family ipv4 vrf services\n"
        "  bgp router-id 172.31.255.1\n"
        "  redistribute connected\n"
        "  neighbor 172.20.0.10 remote-as 64631\n"
        "  neighbor 172.20.0.10 update-source GigabitEthernet2\n"
        "  neighbor 172.20.0.10 activate\n"
        "  neighbor 172.20.0.10 prefix-list nothing-to-nodes out\n"
        "  neighbor 172.20.0.21 remote-as 64631\n"
        "  neighbor 172.20.0.21 update-source GigabitEthernet2\n"
        "  neighbor 172.20.0.21 activate\n"
        "  neighbor 172.20.0.21 prefix-list nothing-to-nodes out\n"
        "  neighbor 172.20.0.22 remote-as 64631\n"
        "  neighbor 172.20.0.22 update-source GigabitEthernet2\n"
        "  neighbor 172.20.0.22 activate\n"
        "  neighbor 172.20.0.22 prefix-list nothing-to-nodes out\n"
        "  maximum-paths 3\n"
        " exit-address-family"
    )
    staging.destroy()
    assert staging.router.running() == before


def _facts(stack: RouterStack) -> dict[str, object]:
    """What the state holds of the router itself."""
    (access,) = [each["outputs"] for each in stack.engine.resources() if each["type"].endswith("RouterAccess")]
    return {key: value for key, value in access.items() if not key.startswith("__")}
