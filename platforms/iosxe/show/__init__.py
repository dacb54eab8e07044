"""Readers of `show` commands; unknown lines are skipped."""
