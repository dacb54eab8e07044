"""One lab for all tests of a session, and the seed applied on it once for all stories that begin with it.

The seed is applied with the rights that docs/cluster-rights.yaml gives, and no others.
"""

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.lab.rights import identity
from tests.lab.story import Story, lab
from tests.lab.test_main_job import objects


class OneLab:
    """The session's lab: brought up by the first test that needs it, and left up for the next."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._seed: Story | None = None
        self._text: Any = None
        self._before: set[str] = set()
        self._identity = ExitStack()

    def up(self) -> None:
        """The lab is up; that takes a second where it was up already."""
        assert (done := lab("up")).returncode == 0, done.stderr

    @contextmanager
    def story(self) -> Iterator[Story]:
        """The seed is applied; what a story leaves behind, the next one's beginning takes back."""
        if self._seed is None:
            self._apply()
        else:
            self._seed.text = copy.deepcopy(self._text)
            self._seed.apply("--refresh")
        assert self._seed is not None
        yield self._seed

    def clear(self) -> None:
        """No stack is on the lab: for tests that bring their own, and for those of the lab alone."""
        if self._seed is not None:
            seed, self._seed = self._seed, None
            seed.engine.destroy().ok()
            assert objects() == self._before
            self._identity.close()

    def _apply(self) -> None:
        self.up()
        folder = self._folders.mktemp("seed")
        kubeconfig = self._identity.enter_context(identity(folder))
        self._before = objects()
        story = Story(folder, kubeconfig)
        self._text = copy.deepcopy(story.text)
        # From here on `clear` has something to do, also where the `up` ends half-way.
        self._seed = story
        story.engine.up().ok()
