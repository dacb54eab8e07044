"""Commands on another machine, over SSH."""

import shlex
import time
from contextlib import closing, suppress
from typing import Any

import paramiko

from toolchain.stand_ins.outcome import CommandError, Job, Outcome
from toolchain.stand_ins.ssh import LoginError, connect

PAUSE_SECONDS = 1.0


def run(job: Job) -> Outcome:
    """Run the command in one exec channel, without a terminal.

    Raises:
        CommandError: no connection, no login, or the command failed.
    """
    with closing(_client(job)) as client:
        return _execute(job, client)


def _client(job: Job) -> paramiko.SSHClient:
    """A connection; one that fails is tried again, a login that is refused is not."""
    connection = dict(job.inputs["connection"])
    attempts = max(1, int(connection.get("dialErrorLimit") or 10))
    for attempt in range(1, attempts + 1):
        if job.register.ended:
            raise CommandError("cancelled")
        try:
            return connect(connection)
        except (OSError, EOFError, paramiko.SSHException) as error:
            if (
                isinstance(error, LoginError | paramiko.AuthenticationException | paramiko.BadHostKeyException)
                or attempt == attempts
            ):
                raise CommandError(_reason(connection, attempt, error)) from error
        time.sleep(PAUSE_SECONDS)
    raise AssertionError("the last attempt returns or raises")


def _reason(connection: dict[str, Any], attempts: int, error: Exception) -> str:
    where = f"{connection.get('user') or 'root'}@{connection['host']} port {int(connection.get('port') or 22)}"
    return f"{where}: no connection after {attempts} attempt{'s' * (attempts > 1)}: {error}"


def _execute(job: Job, client: paramiko.SSHClient) -> Outcome:
    transport = client.get_transport()
    assert transport
    with closing(transport.open_session()) as channel, job.register.entry(channel.close):
        _set_environment(job, channel)
        channel.exec_command(job.command)
        if job.inputs.get("stdin"):
            with suppress(OSError):
                channel.sendall(str(job.inputs["stdin"]).encode())
        channel.shutdown_write()
        streams = {"stdout": channel.makefile("rb"), "stderr": channel.makefile_stderr("rb")}
        return job.outcome(streams, channel.recv_exit_status)


def _set_environment(job: Job, channel: paramiko.Channel) -> None:
    """Ask the server to set the variables; it may accept none, which is no failure of the command."""
    for name, value in job.environment.items():
        try:
            channel.set_environment_variable(name, value)
        except paramiko.SSHException:
            job.say("stderr", f"the SSH server does not accept the variable {shlex.quote(name)} (see AcceptEnv)")
