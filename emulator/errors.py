"""Errors that keep the emulator from starting."""


class StartError(Exception):
    """The message is one line: the option, its value, the reason."""
