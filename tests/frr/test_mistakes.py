"""What one reads after a mistake with a real FRR router, and that it is left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from apply.device import Device
from errors import LoginError, RouterError
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
