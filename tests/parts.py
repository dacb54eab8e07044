"""Programs of `make setup`, for tests of `make unit` that a clone without it leaves out; `make test` begins with it."""

import pytest

from toolchain import ToolchainError, part


def needs(name: str) -> pytest.MarkDecorator:
    """Skip the test where the program is not installed."""
    try:
        part(name)
    except ToolchainError as error:
        return pytest.mark.skipif(True, reason=str(error).partition("\n")[0])
    return pytest.mark.skipif(False, reason="")
