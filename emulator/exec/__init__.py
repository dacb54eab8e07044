"""Exec commands: everything typed at the prompts `>` and `#`."""
