"""The BIRD process: start, reconfiguration, stop."""

import logging
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from emulator.dataplane.birdc import BirdControl
from emulator.dataplane.errors import DataplaneError

_log = logging.getLogger(__name__)
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0
_POLL_SECONDS = 0.02


class BirdProcess:
    """BIRD in the caller's network namespace, with all files in one directory.

    Args:
        program: The program BIRD 2.
        directory: The directory of its configuration (0600, as it has passwords), control socket and log.
    """

    def __init__(self, program: Path, directory: Path) -> None:
        self._program = program
        self._config = directory / "bird.conf"
        self._candidate = directory / "bird.conf.new"
        self._socket = directory / "bird.ctl"
        self._log_file = directory / "bird.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.control = BirdControl(self._socket)

    def check(self, config: str) -> None:
        """Check a configuration with BIRD; the running one stays.

        Raises:
            DataplaneError: BIRD refused it; the message is BIRD's.
        """
        self._candidate.touch(mode=0o600)
        self._candidate.write_text(config)
        try:
            ran = subprocess.run(
                [self._program, "-p", "-c", self._candidate], capture_output=True, text=True, timeout=_START_SECONDS
            )
        except OSError as error:
            raise DataplaneError(f"cannot run {self._program}: {error.strerror}", "run `make setup`") from error
        except subprocess.TimeoutExpired as error:
            raise DataplaneError(f"{self._program} did not check the configuration in time") from error
        if ran.returncode != 0:
            raise self._refused(ran.stderr.strip())

    def load(self, filters_later: bool = False) -> None:
        """Run the configuration of the last check; start BIRD if it does not run.

        With `filters_later` changed filters judge only what is announced from now on.
        """
        self._candidate.replace(self._config)
        if not self._runs():
            self._start()
            return
        reply = self.control.ask("configure soft" if filters_later else "configure")
        if reply.is_error:
            raise self._refused(reply.text)

    def revive(self) -> None:
        """Start BIRD with its last configuration if it died."""
        if self._process is not None and not self._runs():
            _log.error("BIRD ended with %s; it is started again", self._process.returncode)
            self._start()

    def stop(self) -> None:
        """Stop BIRD, which withdraws its routes; also one that a crashed router left running."""
        if self._answers():
            self.control.ask("down")
            wait(lambda: not self._answers(), _STOP_SECONDS)
        if self._process is not None:
            _end(self._process)
            self._process = None
        self._socket.unlink(missing_ok=True)

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        self.stop()
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-f", "-c", self._config, "-s", self._socket],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the router's terminal does not reach BIRD
            )
        wait(lambda: self._answers() or not self._runs(), _START_SECONDS)
        if not self._answers():
            raise DataplaneError("BIRD did not start", f"its log: {self._log_file}")

    def _answers(self) -> bool:
        return self._socket.exists() and self.control.is_alive()

    def _refused(self, text: str) -> DataplaneError:
        _log.error("BIRD refused %s: %s", self._candidate, text)
        return DataplaneError(f"BIRD refused the configuration: {text}", "the previous configuration keeps running")


def wait(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until the condition is true or the time is over."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
