"""Each check has the answers that it is made of, and none that contains a password; a silent side is asked once."""

import time
from dataclasses import dataclass, field

import pytest

from errors import UnreachableError
from tests.unit.verify.sources import Parts
from transport.endpoint import Endpoint
from verify import evidence, runner
from verify.check import Finding, Verdict
from verify.evidence import Evidence, keep
from verify.router import SshRouter
from verify.sources import Sources


@dataclass
class Asking:
    """A check that asks its side, and takes its time."""

    who: str
    where: str = ""
    what: str = "asks"
    seconds: float = 0.0
    secret: bool = False

    def measure(self, sources: Sources) -> Finding:
        time.sleep(self.seconds)
        if self.secret:
            with evidence.not_kept():
                keep(self.who, "show secrets", "hunter2")
        keep(self.who, f"show {self.where}", "answer")
        keep(self.who, f"show {self.where}", "answer")
        return Finding(True, "", "")


def test_a_check_has_its_own_answers_once() -> None:
    checks = [Asking("rt1", "a"), Asking("rt1", "b", secret=True), Asking("rt2", "c")]
    results = runner.run(checks, Parts().sources())
    assert [result.evidence for result in results] == [
        (Evidence("rt1", "show a", "answer"),),
        (Evidence("rt1", "show b", "answer"),),
        (Evidence("rt2", "show c", "answer"),),
    ]


def test_sides_are_asked_beside_each_other() -> None:
    checks = [Asking(who, seconds=0.2) for who in ("rt1", "rt2", "cluster", "client")]
    begun = time.monotonic()
    results = runner.run(checks, Parts().sources())
    assert time.monotonic() - begun < 0.6
    assert all(result.seconds >= 0.2 for result in results)


def test_a_long_answer_is_cut() -> None:
    with evidence.kept() as answers:
        keep("rt1", "show", "x" * 20_007)
    assert answers[0].output.endswith("\n… and 7 more characters")


@dataclass
class Silent:
    """A platform whose routers do not answer."""

    tries: list[str] = field(default_factory=list)

    def connect(self, endpoint: Endpoint, password: str) -> None:
        self.tries.append(endpoint.router)
        raise UnreachableError(endpoint.router, "no connection")

    def facts(self, show: object) -> object:
        return show


def test_a_silent_router_is_asked_once_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = Silent()
    monkeypatch.setattr("verify.router.platform_named", lambda _: platform)
    router = SshRouter(Endpoint(router="rt1", host="192.0.2.1", username="admin"), lambda: "")

    class Look(Asking):
        def measure(self, sources: Sources) -> Finding:
            return Finding(True, "", str(sources.routers["rt1"].facts(self.where)))  # type: ignore[operator]

    results = runner.run([Look("rt1", "a"), Look("rt1", "b")], Sources({"rt1": router}))
    assert [result.verdict for result in results] == [Verdict.COULD_NOT_LOOK] * 2
    assert platform.tries == ["rt1"]
