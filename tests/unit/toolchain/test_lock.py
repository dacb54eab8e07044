"""The locks are exact, hashed, and in step with their sources; nothing here asks the network."""

import re

import pytest

from tests.unit.toolchain.locks import Entry, entries
from toolchain import places
from toolchain.lock import SOURCES, arguments, lock_of, locks, options_in_order

every_source = pytest.mark.parametrize("source", SOURCES)


def _source(source: str) -> dict[str, Entry]:
    return entries(places.REPOSITORY / source)


def _lock(source: str) -> dict[str, Entry]:
    return entries(places.REPOSITORY / lock_of(source))


def test_every_requirements_file_is_a_source_or_its_lock() -> None:
    folders = [path for path in places.REPOSITORY.iterdir() if path.is_dir() and not path.name.startswith(".")]
    ours = {file for folder in folders for file in folder.rglob("requirements*")}
    ours |= set(places.REPOSITORY.glob("requirements*"))
    # The package has no requirements of its own: it refers to the program's.
    known = {places.REPOSITORY / source for source in SOURCES} | {
        *locks(),
        places.REPOSITORY / "package/requirements.txt",
    }
    assert ours == known


@every_source
def test_every_locked_version_is_exact(source: str) -> None:
    inexact = {
        name: entry.specifier for name, entry in _lock(source).items() if not re.match(r"^==[^*,\s]+$", entry.specifier)
    }
    assert inexact == {}


@every_source
def test_every_locked_version_has_hashes(source: str) -> None:
    bare = [
        name
        for name, entry in _lock(source).items()
        if not entry.hashes or not all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in entry.hashes)
    ]
    assert bare == []


@every_source
def test_a_lock_has_for_its_source_what_the_source_asks_for(source: str) -> None:
    direct = {name for name, entry in _lock(source).items() if f"-r {source}" in entry.via}
    assert direct == set(_source(source))


@every_source
def test_a_locked_version_is_the_one_that_the_source_names(source: str) -> None:
    locked = {name: _lock(source)[name].specifier for name, entry in _source(source).items() if entry.specifier}
    assert locked == {name: entry.specifier for name, entry in _source(source).items() if entry.specifier}


# The stand-ins' versions are those of requirements.txt.
@pytest.mark.parametrize("source", [source for source in SOURCES if "stand-ins" not in source])
def test_a_source_names_one_exact_version_each(source: str) -> None:
    assert [name for name, entry in _source(source).items() if not entry.specifier.startswith("==")] == []


@every_source
def test_everything_in_a_lock_is_there_for_something_else_in_it(source: str) -> None:
    lock = _lock(source)
    asked = {via.split("[")[0] for entry in lock.values() for via in entry.via if not via.startswith("-")}
    assert asked <= set(lock)
    assert [name for name, entry in lock.items() if not any(entry.via)] == []


@every_source
def test_a_lock_names_no_package_index(source: str) -> None:
    assert "://" not in (places.REPOSITORY / lock_of(source)).read_text()


@pytest.mark.parametrize("other", ["requirements-dev.in", "toolchain/python/requirements-stand-ins.in"])
def test_the_program_is_tested_with_the_versions_that_it_runs_with(other: str) -> None:
    program = _lock("requirements.in")
    same = {name: entry.specifier for name, entry in _lock(other).items() if name in program}
    assert same == {name: entry.specifier for name, entry in program.items() if name in same}


def test_the_tests_have_all_that_the_program_has() -> None:
    assert set(_lock("requirements.in")) <= set(_lock("requirements-dev.in"))


def test_the_library_whose_private_function_is_replaced_is_pinned() -> None:
    assert _source("requirements.in")["grpcio"].specifier.startswith("==")


def test_only_wheels_are_locked() -> None:
    assert "--only-binary :all: --emit-build-options" in " ".join(arguments("requirements.in", upgrade=False))
    without = [lock for lock in locks() if "--only-binary :all:\n" not in lock.read_text()]
    assert without == []


def test_pip_meets_an_exception_after_the_rule() -> None:
    lock = "# made\n# by\n--no-binary ncclient\n--only-binary :all:\n\nncclient==0.7.0\n"
    assert options_in_order(lock) == "# made\n# by\n--only-binary :all:\n--no-binary ncclient\n\nncclient==0.7.0\n"


def test_a_lock_in_order_stays_as_it_is() -> None:
    assert {lock.name for lock in locks() if options_in_order(lock.read_text()) != lock.read_text()} == set()


def test_an_upgrade_is_asked_for_only_where_it_is_wanted() -> None:
    assert set(arguments("requirements.in", True)) - set(arguments("requirements.in", False)) == {"--upgrade"}
