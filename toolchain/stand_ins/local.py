"""Commands on this machine."""

import os
import signal
import subprocess
import threading
from contextlib import suppress

from toolchain.stand_ins.outcome import CommandError, Job, Outcome

INTERPRETER = ["/bin/sh", "-c"]


def run(job: Job) -> Outcome:
    """Run the command with its interpreter, in a session of its own so that all of it can be ended.

    Raises:
        CommandError: it could not be started, failed, or took too long.
    """
    interpreter = [str(word) for word in job.inputs.get("interpreter") or INTERPRETER]
    try:
        process = subprocess.Popen(
            [*interpreter, job.command],
            cwd=job.inputs.get("dir"),
            env={**os.environ, **job.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise CommandError(f'{error}: running "{job.command}"') from error
    with process, job.register.entry(lambda: _end(process, signal.SIGTERM)):
        _feed(process, job.inputs.get("stdin") or "")
        assert process.stdout
        assert process.stderr
        try:
            return job.outcome({"stdout": process.stdout, "stderr": process.stderr}, process.wait)
        except CommandError:
            _end(process, signal.SIGKILL)
            raise


def _feed(process: "subprocess.Popen[bytes]", text: str) -> None:
    """Write the standard input aside: a command that does not read it must not hold us up."""

    def write() -> None:
        assert process.stdin
        with suppress(BrokenPipeError):
            process.stdin.write(text.encode())
            process.stdin.close()

    threading.Thread(target=write, daemon=True).start()


def _end(process: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
