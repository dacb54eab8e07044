"""The stand-ins under the real engine: programs, dynamic resources, commands, and ^C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine import Engine, Ran
from tests.eventually import eventually
from toolchain import part

pytestmark = pytest.mark.engine

DYNAMIC = """
import os
import pulumi.dynamic as dynamic
import time


class Things(dynamic.ResourceProvider):
    serialize_as_secret_always = False

    def create(self, props):
        open(os.environ["BEGUN"], "w").close()
        time.sleep(props["seconds"])
        return dynamic.CreateResult("id", {**props})

    def diff(self, id_, olds, news):
        return dynamic.DiffResult(changes=olds["seconds"] != news["seconds"])

    def update(self, id_, olds, news):
        return dynamic.UpdateResult({**news})


class Thing(dynamic.Resource, module="test", name="Thing"):
    def __init__(self, name, seconds=0):
        super().__init__(Things(), name, {"seconds": seconds})
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A stack `dev` of an empty program in the folder `program`."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(
        f"name: stand-ins\nruntime:\n  name: python\n  options:\n    virtualenv: {sys.prefix}\n"
    )
    (folder / "__main__.py").write_text("")
    engine = Engine(tmp_path / "state", program=folder)
    engine.environment["BEGUN"] = str(tmp_path / "begun")
    return engine


def _write(engine: Engine, program: str, **files: str) -> None:
    for name, text in {"__main__": program, **files}.items():
        (engine.program / f"{name}.py").write_text(text)


def _without_warnings(ran: Ran) -> Ran:
    assert "warning" not in ran.text.lower(), ran.text
    assert "Traceback" not in ran.text, ran.text
    return ran.ok()


def test_an_empty_program_goes_up_and_down_without_a_warning(engine: Engine) -> None:
    _without_warnings(engine.up())
    _without_warnings(engine.preview("--expect-no-changes"))
    _without_warnings(engine.run("refresh", "--yes", "--skip-preview"))
    _without_warnings(engine.destroy())


def test_configuration_and_secrets_reach_the_program(engine: Engine) -> None:
    engine.run("config", "set", "color", "red").ok()
    engine.run("config", "set", "--secret", "password", "hunter2").ok()
    _write(
        engine,
        "import pulumi\nconfig = pulumi.Config()\n"
        "pulumi.export('color', config.require('color'))\n"
        "pulumi.export('password', config.require_secret('password'))\n",
    )
    _without_warnings(engine.up())
    assert engine.run("stack", "output", "color").text == "red\n"
    assert engine.run("stack", "output", "password").text == "[secret]\n"


def test_an_error_on_purpose_is_one_message(engine: Engine) -> None:
    _write(engine, "import pulumi\nraise pulumi.RunError('router: unreachable\\nhint: is the lab up?')\n")
    ran = engine.preview()
    assert ran.code != 0
    assert ran.text == (
        "Previewing update (dev):\n"
        "+ pulumi:pulumi:Stack: (create)\n"
        "    [urn=urn:pulumi:dev::stand-ins::pulumi:pulumi:Stack::stand-ins-dev]\n"
        "error: router: unreachable\nhint: is the lab up?\n"
        "Resources:\n    + 1 to create\n"
    )


def test_a_dynamic_resource_lives_its_whole_life(engine: Engine) -> None:
    _write(engine, "from things import Thing\nThing('a')\n", things=DYNAMIC)
    _without_warnings(engine.up())
    _without_warnings(engine.preview("--expect-no-changes"))
    _write(engine, "from things import Thing\nThing('a', 0.5)\n")
    assert "~ seconds: 0 => 0.5" in _without_warnings(engine.up("--diff")).text
    _without_warnings(engine.destroy())


def test_a_local_command_lives_its_whole_life(engine: Engine, tmp_path: Path) -> None:
    program = (
        "import pulumi\nfrom pulumi_command import local\n"
        f"made = local.Command('made', create='echo {{word}}', delete='touch {tmp_path}/deleted')\n"
        "pulumi.export('word', made.stdout)\n"
        "hidden = local.Command('hidden', create='cat', stdin=pulumi.Output.secret('hunter2'))\n"
        "pulumi.export('hidden', hidden.stdout)\n"
    )
    _write(engine, program.format(word="one"))
    ran = _without_warnings(engine.up())
    assert "hunter2" not in ran.text
    assert engine.run("stack", "output", "word").text == "one\n"
    assert engine.run("stack", "output", "hidden").text == "[secret]\n"
    _without_warnings(engine.preview("--refresh", "--expect-no-changes"))
    _write(engine, program.format(word="two"))
    assert '"echo one" => "echo two"' in _without_warnings(engine.up("--diff")).text
    assert engine.run("stack", "output", "word").text == "two\n"
    _without_warnings(engine.destroy())
    assert (tmp_path / "deleted").exists()


def test_a_failing_command_says_what_failed_without_secrets(engine: Engine) -> None:
    _write(
        engine,
        "import pulumi\nfrom pulumi_command import local\n"
        "local.Command('bad', create='cat; exit 2', stdin=pulumi.Output.secret('hunter2'))\n",
    )
    ran = engine.up()
    assert ran.code != 0
    assert 'exit status 2: running "cat; exit 2":\n    [secret]\n' in ran.text
    assert "hunter2" not in ran.text


@pytest.mark.parametrize(
    "program",
    [
        "import os, time\nopen(os.environ['BEGUN'], 'w').close()\ntime.sleep(60)\n",
        "from pulumi_command import local\nlocal.Command('a', create='touch $BEGUN; sleep 60')\n",
        "from things import Thing\nThing('a', 3)\n",
    ],
    ids=["program", "command", "dynamic"],
)
def test_an_interrupted_update_ends_without_a_traceback(engine: Engine, program: str) -> None:
    _write(engine, program, things=DYNAMIC)
    text, code, seconds = _interrupted(engine)
    assert code != 0
    assert "Traceback" not in text
    assert "KeyboardInterrupt" not in text
    assert seconds < 15


def _interrupted(engine: Engine) -> tuple[str, int, float]:
    """What an update prints that is interrupted, as a terminal does it, once what takes long has begun."""
    command = [
        str(part("pulumi")),
        "up",
        "--yes",
        "--skip-preview",
        "--non-interactive",
        "--color",
        "never",
        "--stack",
        "dev",
    ]
    with subprocess.Popen(
        command,
        cwd=engine.program,
        env=engine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert eventually(Path(engine.environment["BEGUN"]).exists, True, seconds=60)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        text = process.communicate()[0]
    return text, process.returncode, time.monotonic() - began
