"""No password is in anything a run leaves behind or shows: state, logs, events, plans, output, command lines."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

# Their cores show through any quoting and escaping of what stands around them.
RIGHT, WRONG = "Kq7Zx9WvRt3mB", "Hj5Nc8YpLs2dF"
PASSWORD, WRONG_PASSWORD = f'"{RIGHT}/+ \\%41', f"'{WRONG}&é"
# The engine itself writes the secrets of the configuration into its log where it hands them to a provider, from -v=9 on
# and nowhere else. A password in the environment is not in it.
ENGINES_OWN = re.compile(r'^.*"msg":"Marshaling property for RPC\[Provider\[\w+\]\.Configure\(\)\.inputs\]: .*$', re.M)
EVERYTHING = ("--logtostderr", "-v=9", "--logflow")


class CommandLines:
    """The command lines of all processes that ran within its `with` block, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "CommandLines":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.02):
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(file.read_bytes())
                except OSError:
                    continue


def forms(core: str) -> list[bytes]:
    """How a text looks in clear and in base64, wherever it begins there."""
    shifted = [base64.b64encode(b"x" * shift + core.encode())[4 if shift else 0 : -4] for shift in range(3)]
    return [core.encode(), *shifted]


def leaks(folder: Path, texts: list[str], lines: set[bytes]) -> list[str]:
    """Where one of the passwords is found."""
    places = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    places |= {f"output {number}": text.encode() for number, text in enumerate(texts)}
    places |= {f"command line {line!r}": line for line in lines}
    return [name for name, held in places.items() for form in (*forms(RIGHT), *forms(WRONG)) if form in held]


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[RouterStack]:
    """A router with a password that nothing else looks like; it refuses one line of a family, once."""
    faults = {"lines": [{"match": "neighbor 10.0.0.12 update-source .*", "do": "refuse", "text": "% Not now"}]}
    (tmp_path / "faults.json").write_text(json.dumps(faults))
    options = ("--faults", str(tmp_path / "faults.json"))
    with lab_router(tmp_path / "router", *options, password=PASSWORD) as router:
        (tmp_path / "left").mkdir()
        stack = RouterStack(tmp_path / "left", router)
        stack.engine.environment |= {"PULUMI_DEBUG_COMMANDS": "true", "PULUMI_EXPERIMENTAL": "true"}
        yield stack


def said_by(stack: RouterStack) -> list[str]:
    """What a refused line, a finished run and one with a wrong password say, everything logged that can be.

    The first has the password from the environment, the next two from the configuration; the wrong one is in the
    environment again.
    """
    folder = stack.config.parent
    events, plan = str(folder / "events.json"), str(folder / "plan.json")
    stack.write()
    refused = stack.engine.up(*EVERYTHING, "--event-log", events)
    assert "refused: % Not now" in refused.text
    stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = ""
    stack.password_in_configuration = True
    previewed = stack.preview("--save-plan", plan, *EVERYTHING).ok()
    done = stack.up(*EVERYTHING, "--event-log", events)
    stack.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = WRONG_PASSWORD
    wrong = stack.engine.run("refresh", "--yes", "--skip-preview", *EVERYTHING, "--event-log", events)
    assert "wrong user name or password" in wrong.text
    return [refused.text, *(ENGINES_OWN.sub("", ran.text) for ran in (previewed, done, wrong))]


def test_no_run_shows_or_keeps_a_password(guarded: RouterStack) -> None:
    with CommandLines() as lines:
        texts = said_by(guarded)
    assert any(b"pulumi.dynamic" in line for line in lines.seen)
    assert leaks(guarded.config.parent, texts, lines.seen) == []


def test_a_password_that_is_somewhere_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(json.dumps({"note": base64.b64encode(f"is {PASSWORD}".encode()).decode()}))
    found = leaks(tmp_path, [f"user admin, password {WRONG_PASSWORD}"], {b"ssh\0" + RIGHT.encode()})
    assert found == ["state.json", "output 0", f"command line {b'ssh' + bytes(1) + RIGHT.encode()!r}"]
