"""References to names that are defined elsewhere in the stack."""

from collections.abc import Iterable, Iterator

from errors import Problem


def unknown(path: str, names: Iterable[str], defined_at: str, defined: Iterable[str], code: str) -> Iterator[Problem]:
    """A problem for each name that is not defined.

    Args:
        path: The path of the references.
        names: The names that are referenced.
        defined_at: The path of the definitions.
        defined: The defined names.
        code: The problem's code.
    """
    choices = list(defined)
    for name in names:
        if name not in choices:
            yield Problem(
                f"{path}, {defined_at}",
                "is not defined",
                code=code,
                found=name,
                expected="one of " + ", ".join(choices) if choices else f"{defined_at}.{name}; there is none yet",
            )
