"""How long a change of another session is waited for; tests/over_ssh/test_commit_confirm.py has the rest."""

from itertools import count
from typing import Any

import pytest

from errors import BusyError
from platforms.iosxe.cli.revert_timer import Pending
from platforms.iosxe.commit_confirm import CommitConfirm
from transport.endpoint import Endpoint


class Busy:
    """A session with a router on which another change is pending at each look."""

    def __init__(self) -> None:
        self._minutes = count(1)

    def pending_change(self) -> Pending:
        return Pending("bob", "22:50:48 UTC Sat Feb 21 2009", f"{next(self._minutes)} min")


def test_a_user_who_makes_change_after_change_is_not_waited_for_without_end() -> None:
    session: Any = Busy()
    with pytest.raises(BusyError) as caught:
        CommitConfirm(Endpoint("rt1", "192.0.2.1", "admin"), "", 0).wait_for_pending(session)
    assert str(caught.value) == (
        "rt1: another user makes change after change\n"
        "  hint: one `pulumi up` at a time on one router: run this one again when the other has ended"
    )
