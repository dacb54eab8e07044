"""`show route-map`, as text."""

from collections.abc import Callable
from typing import Any

MAPS = """\
route-map NODES permit 10
 match ip address prefix-list SERVICES ANYCAST
 set metric 5
 set community 65000:7 no-export additive
 set extcommunity rt 65000:1 65000:2 additive
 set as-path prepend 65000 65000
route-map NODES deny 20
route-map OTHER permit 10
 match ip address 10
 match as-path 1
 match metric 100
"""


def test_each_clause_lists_what_it_matches_and_sets(start: Callable[..., Any]) -> None:
    shell = start(startup=MAPS).login()
    text = shell.run("show route-map")
    assert text.split("\n") == [
        "route-map NODES, permit, sequence 10",
        "  Match clauses:",
        "    ip address prefix-lists: SERVICES ANYCAST ",
        "  Set clauses:",
        "    metric 5",
        "    community 4259840007 no-export additive",
        "    extended community RT:65000:1 RT:65000:2 additive",
        "    as-path prepend 65000 65000",
        "  Policy routing matches: 0 packets, 0 bytes",
        "route-map NODES, deny, sequence 20",
        "  Match clauses:",
        "  Set clauses:",
        "  Policy routing matches: 0 packets, 0 bytes",
        "route-map OTHER, permit, sequence 10",
        "  Match clauses:",
        "    ip address (access-lists): 10 ",
        "    as-path (as-path filter): 1 ",
        "    metric  100 ",
        "  Set clauses:",
        "  Policy routing matches: 0 packets, 0 bytes",
    ]
    assert shell.run("show route-map OTHER").split("\n") == text.split("\n")[13:]
    shell.close()
