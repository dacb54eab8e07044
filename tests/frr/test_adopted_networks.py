"""The networks that `adopt` reads are as a real FRR router prints them."""

import pytest

from platforms.frr.configuration import parse
from tests.frr_router import FrrRouter
from tests.unit.adopt.configured import NETWORKS, Configured

pytestmark = pytest.mark.root


def bgp_lines(text: str) -> set[str]:
    """Every line below `router bgp`, with its modes."""
    modes = parse(text).modes.items()
    return {
        " / ".join((*mode, line)) for mode, lines in modes if mode and mode[0].startswith("router ") for line in lines
    }


@pytest.mark.parametrize("network", [each for each in NETWORKS if each.platform == "frr"], ids=lambda each: each.name)
def test_a_network_is_written_as_frr_prints_it(router: FrrRouter, network: Configured) -> None:
    # Without its head: the release and the profile are the router's own.
    text = network.text[network.text.index("!\n") :]
    router.run("vtysh", "-f", "/dev/stdin", stdin=text)
    assert bgp_lines(router.running()) == bgp_lines(text) != set()
