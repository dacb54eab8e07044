"""What one reads after a mistake with a real FRR router, and that it is left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from apply.device import Device
from errors import ConflictError, LoginError, RouterError
from platforms.frr.object_types import BY_NAME
from tests.frr.bench import PLAN
from tests.frr_files import PASSWORD
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root


@contextmanager
def device(router: FrrRouter, password: str = PASSWORD) -> Iterator[Device]:
    made = Device(replace(router.endpoint, connect_seconds=5), password, patience_seconds=2)
    try:
        yield made
    finally:
        made.leave()


def test_a_wrong_password_says_who_was_refused_and_where_to_set_it(router: FrrRouter) -> None:
    before = router.running()
    with device(router, "open sesame") as made, pytest.raises(LoginError) as raised:
        made.running()
    assert str(raised.value).splitlines()[0] == (
        f"frr: user 'admin' refused by 127.0.0.1 port {router.port}: wrong user name or password"
    )
    assert "open sesame" not in str(raised.value)
    assert router.running() == before


def test_a_router_that_is_gone_says_where_it_was_looked_for(router: FrrRouter) -> None:
    with device(router) as made:
        before = made.running().text
        router.stop()
        with pytest.raises(RouterError) as raised:
            made.change(lambda _: PLAN)
        router.start()
    assert f"127.0.0.1 port {router.port}" in str(raised.value)
    assert router.running() in before
    with device(router) as again:
        again.change(lambda _: PLAN)
        assert "first-secret" in router.running()


def test_a_wrong_as_of_the_router_says_which_one_it_runs_and_touches_nothing(router: FrrRouter) -> None:
    kind = BY_NAME["bgp process"]
    with device(router) as made:
        made.change(lambda _: PLAN)
        before = router.running()
        with pytest.raises(ConflictError) as raised:
            made.change(lambda tree: kind.plan(tree, kind.values(asn=65099), None))
    assert str(raised.value) == (
        "frr: BGP is already running with AS '65000', the router would refuse AS 65099\n"
        "  hint: set asn: 65000, or remove 'router bgp 65000' from the router"
    )
    assert router.running() == before
