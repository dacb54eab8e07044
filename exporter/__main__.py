"""`bgp-coexist exporter --stack NAME`: serves what the checks see as metrics of Prometheus; docs/metrics.md has them.

It only reads. Between two looks each router's session stays open, and a router that does not answer is asked again at
the next look. The stack's file is read again once it has changed, so that a node that was drained does not alert.
Exit code 0: it was ended by a signal. 2: it could not begin.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Event

from prometheus_client import start_http_server

from errors import CoexistError
from exporter.drifted import Drift
from preflight.options import add_stack
from printable import printable
from verify.looker import Looker
from verify.metrics import Page, registry


def main(arguments: list[str] | None = None, prog: str = "python -m exporter") -> int:
    """Serve the metrics of a stack until a signal; the exit code."""
    options = _options(arguments, prog)
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        # Paths in the configuration are relative to the project.
        os.chdir(options.project)
        with closing(Looker(options.stack, options.project, _say)) as looker:
            _serve(looker, options, ended)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _serve(looker: Looker, options: argparse.Namespace, ended: Event) -> None:
    """Look and serve until it is ended."""
    drift = Drift(options.drift_every)
    with _served(*options.listen) as page:
        while not ended.is_set():
            look = looker.look()
            page.look = replace(look, drift=drift.seen(looker.stack, looker.sources.routers))
            ended.wait(options.every)


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Serve what the checks of the running network see as metrics of Prometheus. Nothing is changed."
    parser = argparse.ArgumentParser(prog=prog, description=about)
    add_stack(parser, "the stack to check against")
    parser.add_argument("--listen", type=_address, default="127.0.0.1:9180", help="HOST:PORT; default: %(default)s")
    parser.add_argument("--every", type=_seconds, default="60", help="seconds between two looks; default: %(default)s")
    often = "the same for drift; 0: never; default: %(default)s"
    parser.add_argument("--drift-every", type=_seconds_or_never, default="900", help=often)
    return parser.parse_args(arguments)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not HOST:PORT, such as 127.0.0.1:9180 or [::1]:9180")
    return host.strip("[]"), int(port)


def _seconds(text: str) -> float:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds, at least 1")
    return float(text)


def _seconds_or_never(text: str) -> float:
    return 0.0 if text == "0" else _seconds(text)


@contextmanager
def _served(host: str, port: int) -> Iterator[Page]:
    """A page that is served over HTTP; it has no values before the first look.

    Raises:
        CoexistError: The address cannot be listened on.
    """
    page = Page()
    try:
        server, thread = start_http_server(port, host, registry(page))
    except OSError as error:
        raise CoexistError(f"--listen: {host} port {port}: {error.strerror}", "name another HOST:PORT") from None
    _say(f"metrics: http://{f'[{host}]' if ':' in host else host}:{server.server_port}/metrics")
    try:
        yield page
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _say(text: str) -> None:
    if text:
        print(printable(text), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
