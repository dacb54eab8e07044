"""The sessions' states for the picture: as the router tells them, and none where it does not answer."""

from ipaddress import IPv4Address

from tests.seed import seed_stack
from tests.unit.verify.sources import NODES, PlainRouter, session
from verify.sources import Sources
from verify.states import session_states


def test_each_state_is_the_routers_own_word_or_what_is_wrong() -> None:
    worker1, worker2, worker3 = (NODES[f"worker{number}"] for number in (1, 2, 3))
    router = PlainRouter(
        overruled={
            ("k8s-calico", worker1): session(worker1, 65002, "Idle"),
            ("k8s-calico", worker2): session(worker2, 65012),
            ("k8s-metallb", worker3): None,
        }
    )
    found = session_states(seed_stack(), Sources({"csr1000v": router}))
    others = {(vrf, address): state for (_, vrf, address), state in found.items() if state != "Established"}
    assert others == {
        ("k8s-calico", worker1): "Idle",
        ("k8s-calico", worker2): "has AS 65012, not 65002",
        ("k8s-metallb", worker3): "is no neighbor",
    }
    assert found["csr1000v", "k8s-metallb", IPv4Address("10.0.0.1")] == "Established"
    assert len(found) == 8


def test_a_router_that_does_not_answer_has_none() -> None:
    assert session_states(seed_stack(), Sources({"csr1000v": PlainRouter(down=True)})) == {}
