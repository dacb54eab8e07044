"""An API server of a few canned answers, for reading; the real one is in the lab."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import yaml


@dataclass
class Api:
    """What it answers, by method and path without query, and what it was asked."""

    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    server: str = ""

    def on(self, path: str, body: Any, status: int = 200, method: str = "GET") -> "Api":
        self.answers[method, path] = (status, body)
        return self


@contextmanager
def api_server() -> Iterator[Api]:
    """A server on a free port of 127.0.0.1."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            api.asked.append(f"{self.command} {self.path}")
            status, body = api.answers.get((self.command, self.path.partition("?")[0]), (404, {"reason": "NotFound"}))
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - the names http.server looks for

        def log_message(self, *words: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        api.server = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield api
        finally:
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
