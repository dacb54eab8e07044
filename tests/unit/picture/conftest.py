"""The real `dot` of `make setup` on the PATH."""

import os

import pytest

from toolchain import part


@pytest.fixture
def dot_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{part('dot').parent}{os.pathsep}{os.environ['PATH']}")
