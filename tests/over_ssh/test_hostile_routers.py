"""Whatever a router or a host does, the answer is one error of ours, or the whole of what was asked for, in time."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import paramiko
import pytest

from errors import CoexistError
from platforms.iosxe.cli.session import Session, connect
from tests.hostile_cases import CASES, HOST_CASES
from tests.hostile_router import HOST_KEY, hostile_router
from tests.hostile_talk import PASSWORD, SECONDS, Case
from transport import remote_command as host
from transport.endpoint import Endpoint


def outcome(case: Case, act: Callable[[Endpoint], str]) -> tuple[str, float]:
    """What came of it, and after how many seconds."""
    with hostile_router(case.behaviour) as router:
        endpoint = Endpoint("rt1", "127.0.0.1", "admin", router.port, None, HOST_KEY, SECONDS, case.answer_seconds)
        started = time.monotonic()
        try:
            said = act(endpoint)
        except CoexistError as error:
            said = str(error)
        assert router.answers.count(PASSWORD) <= 1
        return said.replace(f"127.0.0.1 port {router.port}", "PLACE"), time.monotonic() - started


def session_with(action: Callable[[Session], str]) -> Callable[[Endpoint], str]:
    def act(endpoint: Endpoint) -> str:
        with connect(endpoint, PASSWORD) as session:
            return action(session)

    return act


@dataclass(frozen=True)
class Outcomes:
    """What came of all behaviours, played side by side, and what that took."""

    router: dict[str, Future[tuple[str, float]]]
    host: dict[str, Future[tuple[str, float]]]
    megabytes: float
    cpu_seconds: float


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    key = tmp_path_factory.mktemp("key") / "key"
    paramiko.ECDSAKey.generate().write_private_key_file(str(key))
    peak, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with ThreadPoolExecutor(24) as pool:
        router = {name: pool.submit(outcome, case, session_with(case.action)) for name, case in CASES.items()}
        client = {
            name: pool.submit(outcome, case, lambda endpoint: host.run(endpoint, str(key), "curl"))
            for name, case in HOST_CASES.items()
        }
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    return Outcomes(router, client, grown / 1024, time.process_time() - cpu)


@pytest.mark.parametrize("name", CASES)
def test_a_router_that_misbehaves_ends_in_one_error(outcomes: Outcomes, name: str) -> None:
    said, seconds = outcomes.router[name].result()
    assert said == CASES[name].expected
    assert seconds < 30


@pytest.mark.parametrize("name", HOST_CASES)
def test_a_host_that_misbehaves_ends_in_one_error(outcomes: Outcomes, name: str) -> None:
    said, seconds = outcomes.host[name].result()
    assert said == HOST_CASES[name].expected
    assert seconds < 30


def test_all_of_them_take_little_memory(outcomes: Outcomes) -> None:
    assert outcomes.megabytes < 500


def test_all_of_them_take_little_processor_time(outcomes: Outcomes) -> None:
    assert outcomes.cpu_seconds < 60


def test_the_password_answers_one_question_only(tmp_path: Path) -> None:
    with hostile_router(CASES["asks for a new password after the old"].behaviour) as router:
        endpoint = Endpoint("rt1", "127.0.0.1", "admin", router.port, None, HOST_KEY, SECONDS, SECONDS)
        with pytest.raises(CoexistError):
            connect(endpoint, PASSWORD)
        assert router.answers == [PASSWORD]
