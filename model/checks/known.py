"""Names that should be defined elsewhere."""

from collections.abc import Iterable, Iterator

from errors import Problem


def unknown(path: str, names: Iterable[str], defined_at: str, defined: Iterable[str], code: str) -> Iterator[Problem]:
    """A problem for every name that is not defined.

    Args:
        path: Where the names are.
        names: The names.
        defined_at: Where they should be.
        defined: What is there.
        code: The problem's code.
    """
    held = list(defined)
    for name in names:
        if name not in held:
            yield Problem(
                f"{path}, {defined_at}",
                "is not defined",
                code=code,
                found=name,
                expected="one of " + ", ".join(held) if held else f"{defined_at}.{name}; there is none yet",
            )
