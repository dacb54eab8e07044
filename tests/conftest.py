"""What holds for every test: one that calls make finds it as in a person's shell, also within `make test`."""

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.lab_first import LabFirst, lab_first
from tests.tiers import is_long

for variable in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
    os.environ.pop(variable, None)

# No test reads or writes the journal of this machine's user.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="bgp-coexist-journal-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# What is generated is the same in every run, so that a run says something about a change and nothing else; to look
# further, with other cases each time: `pytest --hypothesis-profile explore tests/unit`.
settings.register_profile("suite", derandomize=True, database=None, deadline=None, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2000)
# For `make unit`: enough to see most properties break, and a tenth of the time.
settings.register_profile("unit", settings.get_profile("suite"), max_examples=10)
settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs only before a release is marked so; what needs the lab comes first."""
    items[:] = lab_first(items)
    for item in items:
        if is_long(item):
            item.add_marker("long")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LabFirst | None:
    """The scheduler for `--dist loadfile`."""
    return LabFirst(config, log) if config.getvalue("dist") == "loadfile" else None
