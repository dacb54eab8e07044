"""The local end of a session."""

import pytest

from emulator.dataplane.neighbors import Attachment, attachment
from emulator.dataplane.state import Neighbor
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_interface


@pytest.mark.parametrize(
    ("vrf", "neighbor", "expected"),
    [
        (METALLB, Neighbor("10.0.0.1", 65001), Attachment("10.0.0.254", "Gi2")),
        (METALLB, Neighbor("10.0.0.1", 65001, update_source="Loopback1"), Attachment("1.1.1.1", "Gi2")),
        (CALICO, Neighbor("10.0.0.1", 65002, "Loopback2", 32), Attachment("1.1.1.2", None)),
        (CALICO, Neighbor("10.0.0.1", 65000, "Loopback2"), Attachment("1.1.1.2", None)),
        (CALICO, Neighbor("10.0.0.1", 65002, "Loopback2"), None),
        (CALICO, Neighbor("10.0.0.1", 65002, None, 32), None),
        (CALICO, Neighbor("10.0.0.1", 65002, "Loopback1", 32), None),
        (None, Neighbor("10.0.0.1", 65002), None),
    ],
    ids=[
        "one hop, from the interface on its subnet",
        "one hop, from a loopback",
        "several hops, from the loopback",
        "internal neighbors may be any number of hops away",
        "an external neighbor off every subnet needs ebgp-multihop",
        "no subnet and no update-source",
        "an update-source in another VRF",
        "the interface is in a VRF, the neighbor is not",
    ],
)
def test_attachment(vrf: str | None, neighbor: Neighbor, expected: Attachment | None) -> None:
    assert attachment(SEED, vrf, neighbor) == expected


def test_no_session_starts_from_an_interface_that_is_shut_down() -> None:
    down = with_interface(SEED, "GigabitEthernet2", shutdown=True)
    assert attachment(down, METALLB, Neighbor("10.0.0.1", 65001, "GigabitEthernet2")) is None
