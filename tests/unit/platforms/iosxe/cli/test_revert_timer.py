"""What a router says of its revert timer, as Cisco's command reference and recorded sessions have it."""

from platforms.iosxe.cli.revert_timer import Pending, has_no_timer, locked, none_pending, pending_in, revert_done

TOLD = """\
Time configured(or reconfigured): 22:50:48 UTC Sat Feb 21 2009
Timer type: absolute timer
Timer value: 2 min
User: console"""


def test_a_pending_change_has_a_user_a_time_and_a_timer() -> None:
    assert pending_in(TOLD) == Pending("console", "22:50:48 UTC Sat Feb 21 2009", "2 min")


def test_nothing_pending_is_no_change() -> None:
    text = "%No Rollback Confirmed Change pending"
    assert (pending_in(text), none_pending(text)) == (None, True)


def test_a_router_without_archive_or_without_the_command_has_no_timer() -> None:
    assert has_no_timer("%Turn config archive on before using Rollback Confirmed Change")
    assert has_no_timer("% Invalid input detected at '^' marker.")
    assert not has_no_timer("Rollback Confirmed Change: Backing up current running config to bootflash:backup-1")


def test_the_words_of_a_lock_are_told_without_what_stands_around_them() -> None:
    words = "Configuration mode is locked by process '484' user 'NETCONF' from terminal '64'. Please try later."
    assert locked(f"Rollback Confirmed Change: Backing up current running config to bootflash:b / {words}") == words
    assert locked(f"something\n{words}") == words
    assert locked("Enter configuration commands, one per line.  End with CNTL/Z.") == ""


def test_a_rollback_that_was_aborted_is_not_done() -> None:
    assert revert_done("Total number of passes: 1\nRollback Done")
    assert not revert_done("Rollback aborted after 5 passes")
