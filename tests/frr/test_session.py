"""The session with a real FRR router."""

import pytest

from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root


def test_the_running_configuration_is_read_to_its_end(router: FrrRouter) -> None:
    session = router.connect()
    assert session.running_configuration() == ""
