"""In which order an `up` of a fleet goes, and where it stops; what is done to a single stack is decided here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from errors import CoexistError
from fleet import outcome, run, work
from fleet.member import Member, Router
from fleet.members import Fleet
from fleet.outcome import Done
from fleet.progress import Progress
from fleet.run import Run
from fleet.waves import Wave
from fleet.words import word
from model.fleet_file import FleetFile
from tests.unit.fleet.stubs import Stub
from verify.check import Result, Verdict

ROUTERS: dict[str, Router] = {"lab": ("a", 22), "west": ("b", 22), "east": ("c", 22), "north": ("a", 22)}
WAVES = [Wave("canary", ("lab",)), Wave("wave 1", ("west", "east")), Wave("wave 2", ("north",))]


class Quiet(Progress):
    """Says nothing."""

    def ended(self, stack: str, done: Done) -> None:
        pass


def checked(verdict: Verdict) -> Done:
    return Done([Result("router", "vrf", "sessions Established", "1 of 1", "?", verdict)])


class Story:
    """A run in which single stacks are not as they should be, and what was done in which order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.up: dict[str, Done] = {}
        self.verified: dict[str, Done] = {}
        self.then: Callable[[str], object] = lambda _: None
        monkeypatch.setattr(run, "Engine", lambda _: type("NoEngine", (), {"command": None}))
        monkeypatch.setattr(run, "router_locks", lambda _: None)
        monkeypatch.setattr(work, "up", self._up)
        monkeypatch.setattr(work, "verify", self._verify)
        fleet = Fleet(FleetFile(stacks=dict.fromkeys(ROUTERS)), {}, WAVES)
        fleet.members.update({name: Stub(name, router) for name, router in ROUTERS.items()})
        self.run = Run(fleet, Path(), 1, Quiet())

    def _up(self, member: Member, *_: object) -> Done:
        self.done.append(f"up {member.name}")
        self.then(member.name)
        return self.up.get(member.name, outcome.done(outcome.APPLIED, {}))

    def _verify(self, member: Member, *_: object) -> Done:
        self.done.append(f"verify {member.name}")
        return self.verified.get(member.name, checked(Verdict.PASS))

    def words(self) -> dict[str, str]:
        """Run; each stack's outcome in a word."""
        self.run.up()
        return {name: word(each) for name, each in self.run.outcomes.items()}

    def why_not(self, name: str) -> str:
        return self.run.outcomes[name].results[0].actual


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(monkeypatch)


def test_each_wave_is_applied_and_then_verified_with_the_stacks_whose_routers_it_changed(story: Story) -> None:
    assert set(story.words().values()) == {"ok"}
    assert story.done == [
        *("up lab", "verify lab"),
        *("up west", "up east", "verify west", "verify east"),
        # North shares its router.
        *("up north", "verify lab", "verify north"),
    ]


def test_an_up_that_fails_is_the_last_and_what_was_applied_beside_it_is_verified(story: Story) -> None:
    story.up["west"] = outcome.failed(outcome.APPLIED, CoexistError("no"))
    assert story.words() == {"lab": "ok", "west": "FAIL", "east": "-", "north": "-"}
    assert story.done == ["up lab", "verify lab", "up west"]
    assert story.why_not("north") == "not started: west is not as it should be"


def test_a_check_that_fails_ends_the_run_after_its_wave(story: Story) -> None:
    story.verified["west"] = checked(Verdict.FAIL)
    assert story.words() == {"lab": "ok", "west": "FAIL", "east": "ok", "north": "-"}


def test_a_later_wave_that_breaks_an_earlier_stack_is_said_of_that_one(story: Story) -> None:
    story.then = lambda name: story.verified.update(lab=checked(Verdict.FAIL)) if name == "north" else None
    assert story.words() == {"lab": "FAIL", "west": "ok", "east": "ok", "north": "ok"}


def test_a_router_that_does_not_answer_holds_back_nobody_but_the_canarys_followers(story: Story) -> None:
    story.up["west"] = outcome.not_looked(outcome.APPLIED, "not begun")
    assert story.words() == {"lab": "ok", "west": "?", "east": "ok", "north": "ok"}
    assert "verify west" not in story.done


def test_without_its_canary_nothing_is_applied(story: Story) -> None:
    story.up["lab"] = outcome.not_looked(outcome.APPLIED, "not begun")
    assert story.words() == {"lab": "?", "west": "-", "east": "-", "north": "-"}
    assert story.why_not("west") == "not started: a canary was not applied and verified"


def test_a_canary_that_could_not_be_verified_proves_nothing(story: Story) -> None:
    story.verified["lab"] = checked(Verdict.COULD_NOT_LOOK)
    assert story.words() == {"lab": "?", "west": "-", "east": "-", "north": "-"}


def test_nothing_begins_after_an_interruption(story: Story) -> None:
    story.then = lambda _: story.run.interrupted.set()
    assert story.words() == {"lab": "ok", "west": "-", "east": "-", "north": "-"}
    assert story.why_not("east") == "not started: the run was interrupted"
