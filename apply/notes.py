"""What a run has to say beside its errors: one line on standard error, fit for a terminal, with the router's name."""

import sys

from printable import printable


def note(router: str, what: str) -> None:
    """The line is printed at once; what routers and files put into it is escaped."""
    print(printable(f"{router}: {what}"), file=sys.stderr, flush=True)
