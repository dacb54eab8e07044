"""The lab's folder with every identity in it."""

import pytest

from lab.fabric.places import Places
from lab.kubernetes import identities


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    found = Places(tmp_path_factory.mktemp("lab"))
    found.make()
    identities.make(found)
    return found
