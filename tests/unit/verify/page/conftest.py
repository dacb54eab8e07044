"""The real `dot` of `make setup` on the PATH."""

from tests.unit.picture.conftest import dot_on_path

__all__ = ["dot_on_path"]
