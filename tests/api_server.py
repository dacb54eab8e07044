"""An API server of a few canned answers, for reading; the real one is in the lab."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import yaml

NO_ANSWER = 0


@dataclass
class Api:
    """What it answers, by method and path without query, and what it was asked.

    Args:
        users: The common name of the client's certificate, for each request over TLS that had one.
        token: The only token that is let in; "": everybody is.
        bodies: What was sent with PATCH, as JSON.
        over: Set at the end; a request without an answer waits for it.
    """

    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    server: str = ""
    token: str = ""
    over: Event = field(default_factory=Event)

    def never(self, path: str, method: str = "GET") -> "Api":
        """Let a request wait for its answer until the end."""
        self.answers[method, path] = (NO_ANSWER, None)
        return self

    def on(self, path: str, body: Any, status: int = 200, method: str = "GET") -> "Api":
        self.answers[method, path] = (status, body)
        return self


@contextmanager
def api_server(trust: ssl.SSLContext | None = None) -> Iterator[Api]:
    """A server on a free port of 127.0.0.1, over TLS where its certificate is given."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            api.bodies += [json.loads(sent)] if self.command == "PATCH" else []
            api.asked.append(f"{self.command} {self.path}")
            if isinstance(self.connection, ssl.SSLSocket) and (certificate := self.connection.getpeercert()):
                subject: Any = certificate["subject"]
                api.users.append(dict(pair for (pair,) in subject)["commonName"])
            if api.token and self.headers.get("Authorization") != f"Bearer {api.token}":
                self.send_error(401)
                return
            status, body = api.answers.get((self.command, self.path.partition("?")[0]), (404, {"reason": "NotFound"}))
            if status == NO_ANSWER:
                api.over.wait()
                return
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - the names http.server looks for

        def log_message(self, *words: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[Any, Any]:
            connection, address = super().get_request()
            # The handshake is the handler's, so that a client that is refused there stops nothing else.
            wrapped = trust and trust.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            return wrapped or connection, address

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that does not finish its handshake is no error of the server's."""

    with Server(("127.0.0.1", 0), Handler) as server:
        api.server = f"{'https' if trust else 'http'}://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield api
        finally:
            api.over.set()
            server.shutdown()
            thread.join()


def kubeconfig(folder: Path, server: str) -> str:
    """The path of a kubeconfig that names the server."""
    path = folder / "kubeconfig"
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "here", "cluster": {"server": server}}],
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
        "users": [{"name": "me", "user": {}}],
        "current-context": "here",
    }
    path.write_text(yaml.safe_dump(content))
    return str(path)
