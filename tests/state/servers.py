"""The servers that a team would keep its states in, as processes of a test: PostgreSQL, and an S3 server."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.eventually import eventually
from tests.free_port import free_port
from toolchain import part

Variables = Mapping[str, str]
KEYS = {"AWS_ACCESS_KEY_ID": "of-this-test", "AWS_SECRET_ACCESS_KEY": "of-this-test-alone"}
PASSWORD = "of-this-test"


@contextmanager
def postgres(folder: Path) -> Iterator[Variables]:
    """PostgreSQL on 127.0.0.1, as an ordinary user, with a password; the variables for its backend."""
    data, port = folder / "data", free_port()
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    options = ["--auth-host=scram-sha-256", "--username=pulumi", f"--pwfile={secret}", "--no-sync", "--encoding=UTF8"]
    made = subprocess.run([*_no_root(), part("initdb"), "-D", data, *options], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    server = [*_no_root(), part("postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, "-F"]
    url = f"postgres://pulumi:{PASSWORD}@127.0.0.1:{port}/postgres?sslmode=disable"
    # SIGINT: it ends at once, and its connections with it.
    with _served(server, folder, port, signal.SIGINT):
        yield {"PULUMI_BACKEND_URL": url}


@contextmanager
def s3(folder: Path) -> Iterator[Variables]:
    """An S3 server on 127.0.0.1 with a bucket; the variables for its backend."""
    port = free_port()
    (folder / "buckets" / "states").mkdir(parents=True)
    (folder / "metadata").mkdir()
    keys = ["--access", KEYS["AWS_ACCESS_KEY_ID"], "--secret", KEYS["AWS_SECRET_ACCESS_KEY"]]
    server = [part("versitygw"), "--port", f"127.0.0.1:{port}", *keys, "--quiet", "posix"]
    options = f"endpoint=http://127.0.0.1:{port}&use_path_style=true&region=us-east-1"
    with _served([*server, "--sidecar", folder / "metadata", folder / "buckets"], folder, port, signal.SIGTERM):
        yield {"PULUMI_BACKEND_URL": f"s3://states?{options}", **KEYS}


@contextmanager
def _served(command: Sequence[object], folder: Path, port: int, ended_by: signal.Signals) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(word) for word in command], cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        with server:
            try:
                assert eventually(lambda: _answers(port), True, seconds=60), (folder / "log").read_text()
                yield
            finally:
                server.send_signal(ended_by)


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _no_root() -> list[str]:
    """What a command begins with to be an ordinary user: PostgreSQL refuses to run as root."""
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
