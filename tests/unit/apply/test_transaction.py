"""A change that does not end well is undone, over SSH; tests/over_ssh/test_commit_confirm.py has the other outcomes."""

from pathlib import Path

import pytest

from errors import RefusalError, SessionLostError
from platforms.plan import Command, Plan
from tests.over_ssh.bench import BLOCK, RED, bench


def test_a_refused_change_is_taken_back_and_no_timer_is_left(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        with pytest.raises(RefusalError) as caught:
            made.apply(Plan((*RED.commands, Command("bogus", BLOCK)), RED.undo))
        assert caught.value.undone == (
            "2 lines had been accepted, the undo was sent; the running configuration is as before"
        )
        assert not made.pending()


def test_a_session_lost_on_the_way_is_taken_back_in_the_plans_own_order(tmp_path: Path) -> None:
    with bench(tmp_path, faults={"lines": [{"match": "rd .*", "do": "cut-after"}]}) as made:
        with pytest.raises(SessionLostError) as caught:
            made.apply()
        assert caught.value.what.splitlines()[1] == (
            "  undo: over a new session, the undo was sent; the running configuration is as before"
        )
        assert "configure revert now" not in made.typed
        assert not made.pending()
