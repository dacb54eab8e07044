"""Exec commands: everything typed at `>` and `#`."""
