"""Mermaid's text: exactly, with states, and with names that Mermaid would read as its own words."""

from picture.mermaid import mermaid
from picture.network import network_of
from tests.docs.readme import blocks
from tests.seed import Values, seed_stack
from tests.unit.picture.stacks import states, ten_racks, two_hundred


def test_the_readme_shows_the_seeds_picture() -> None:
    assert [mermaid(network_of(seed_stack()))] == blocks("mermaid")


def test_each_session_is_drawn_by_its_state() -> None:
    stack = seed_stack()
    found = states(stack, {("k8s-calico", "worker1"): "Idle", ("k8s-metallb", "worker3"): ""})
    lines = mermaid(network_of(stack, found)).splitlines()
    assert lines[11:14] == [
        '  n0 -- "Calico, AS 65002<br/>to 1.1.1.2" --> r0t0',
        '  n0 -- "MetalLB, AS 65001<br/>to 10.0.0.254" --> r0t1',
        '  n1 -- "Calico, AS 65002<br/>to 1.1.1.2<br/>Idle" --> r0t0',
    ]
    # Link 0 is the leak.
    assert lines[19:] == [
        "  linkStyle 1,2,4,5,6,7 stroke:#15803d,stroke-width:2px",
        "  linkStyle 3 stroke:#b91c1c,stroke-width:3px,stroke-dasharray:6 4",
        "  linkStyle 8 stroke:#64748b,stroke-width:2px,stroke-dasharray:2 4",
    ]


def test_two_hundred_nodes_are_no_longer_than_one() -> None:
    assert len(mermaid(network_of(seed_stack(two_hundred))).splitlines()) == 10


def test_ten_racks_are_small() -> None:
    assert len(mermaid(network_of(seed_stack(ten_racks)))) < 8_000


def test_a_routers_name_cannot_end_its_label_or_be_read_as_html() -> None:
    def renamed(values: Values) -> None:
        values["routers"]['"] <img src=x onerror=a> #quot; `r'] = values["routers"].pop("csr1000v")

    text = mermaid(network_of(seed_stack(renamed)))
    assert 'subgraph r0["router #34;] #60;img src=x onerror=a#62; #35;quot#59; #96;r, AS 65000"]' in text
