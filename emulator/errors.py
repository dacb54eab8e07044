"""What keeps a router from starting."""


class StartError(Exception):
    """Said in one line: the option, its value, why."""
