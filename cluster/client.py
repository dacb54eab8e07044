"""The client of Kubernetes' API: a request is limited in time and in bytes, and its answer is a JSON object.

It uses urllib3, because the `kubernetes` package ignores `proxy-url` and NO_PROXY, and limits neither the time of a
complete answer nor that of an `exec` program.
"""

import json
import queue
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import urllib3

from cluster.access import Access, access
from cluster.kubeconfig import kind_of
from errors import ClusterError

T = TypeVar("T")
ANSWER_SECONDS = 15
LEAST_SECONDS = 1.0
MOST_BYTES = 64 * 1024 * 1024
_AWAY = "when it answers again, repeat `pulumi up`"
_UNEXPECTED = "is the server in the kubeconfig an API server, or does a proxy or a login page answer instead?"


class UnansweredError(Exception):
    """There is no complete answer; the text is the reason."""


@dataclass(frozen=True)
class Answer:
    """An API server's answer.

    Args:
        status: The HTTP status.
        body: The JSON object; {}: a refusal without one.
    """

    status: int
    body: dict[str, Any]

    @property
    def refusal(self) -> str:
        """The status with its phrase, such as `403 Forbidden`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    @property
    def message(self) -> str:
        """The API's message about a refusal; "": there is none."""
        message = self.body.get("message")
        return message if isinstance(message, str) else ""


class Api:
    """The API server of a kubeconfig.

    Args:
        endpoint: The parameters of requests.
        deadline: The end of all requests, on the monotonic clock; None: no limit.
    """

    def __init__(self, endpoint: Access, deadline: float | None = None) -> None:
        self.server = endpoint.server
        self._deadline = deadline
        secure: dict[str, Any] = {}
        if endpoint.server.startswith("https:"):
            secure["ssl_context"] = endpoint.trust
            if name := endpoint.server_name:
                secure |= {"server_hostname": name, "assert_hostname": name}
        self._pools = _pools(endpoint.proxy, secure)
        if endpoint.trust.verify_mode is ssl.CERT_NONE:
            # The kubeconfig sets it; the library would warn at every request.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._headers = {"Accept": "application/json", **endpoint.headers}

    def ask(
        self,
        who: str,
        path: str,
        method: str = "GET",
        body: Any = None,
        seconds: float = ANSWER_SECONDS,
        **query: str,
    ) -> Answer:
        """The answer to a request; a refusal is an answer as well. There are no retries and no redirections.

        Args:
            who: The subject of errors, such as `nodes`.
            path: The path below the server's URL.
            method: GET, POST, PATCH (a JSON merge patch) or DELETE.
            body: The JSON to send.
            seconds: Limit for the complete answer.
            query: The parameters of the query.

        Raises:
            UnansweredError: No complete answer.
            ClusterError: The answer is not a JSON object.
        """
        if self._deadline is not None:
            seconds = min(seconds, max(LEAST_SECONDS, self._deadline - time.monotonic()))
        status, data, location = self._sent(method, path, query, body, seconds)
        if 300 <= status < 400:
            raise unexpected(who, self.server, f"{method} {path}", f"a redirection to '{location[:100]}'")
        try:
            found = json.loads(data)
            what = f"{kind_of(found)}, not an object"
        except (ValueError, RecursionError):
            found, what = None, f"text that is not JSON: '{_start(data)}'"
        if status < 300 and not isinstance(found, dict):
            raise unexpected(who, self.server, f"{method} {path}", what)
        return Answer(status, found if isinstance(found, dict) else {})

    def status(self, path: str, seconds: float) -> int:
        """The status of the answer to a GET, whose body may be anything.

        Raises:
            UnansweredError: No complete answer.
        """
        return self._sent("GET", path, {}, None, seconds)[0]

    def _sent(
        self, method: str, path: str, query: Mapping[str, str], body: Any, seconds: float
    ) -> tuple[int, bytes, str]:
        url = self.server + path + (f"?{urlencode(query)}" if query else "")
        content = "application/merge-patch+json" if method == "PATCH" else "application/json"
        headers = self._headers | ({"Content-Type": content} if body is not None else {})
        started, over = threading.Event(), threading.Event()

        def exchange() -> tuple[int, bytes, str]:
            answer = self._pools.request(
                method,
                url,
                body=None if body is None else json.dumps(body).encode(),
                headers=headers,
                timeout=urllib3.Timeout(total=seconds),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            started.set()
            with answer:
                return answer.status, _read(answer, over), answer.headers.get("Location", "")

        try:
            return _within(seconds, exchange)
        except queue.Empty:
            over.set()
            limit = _shown(seconds)
            raise UnansweredError(
                f"the answer was not complete within {limit}" if started.is_set() else f"silent for {limit}"
            ) from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise UnansweredError(reason(error, seconds)) from None


def _pools(proxy: str, more: Mapping[str, Any]) -> urllib3.PoolManager:
    if not proxy:
        return urllib3.PoolManager(**more)
    url = urllib3.util.parse_url(proxy)
    headers = urllib3.make_headers(proxy_basic_auth=url.auth) if url.auth else None
    return urllib3.ProxyManager(proxy, proxy_headers=headers, **more)


def _read(answer: urllib3.BaseHTTPResponse, over: threading.Event) -> bytes:
    data = bytearray()
    for part in answer.stream(65536):
        data += part
        if len(data) > MOST_BYTES:
            raise urllib3.exceptions.ProtocolError(f"more than {MOST_BYTES} bytes")
        if over.is_set():
            break
    return bytes(data)


def _within(seconds: float, call: Callable[[], T]) -> T:
    """The call's result, or `queue.Empty` after the time: a socket's own limit starts anew with each byte."""
    results: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((call(), None))
        except Exception as error:  # raised in the thread that waits
            results.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    result, error = results.get(timeout=seconds)
    if error:
        raise error
    return result  # type: ignore[return-value]


def _start(data: bytes) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in data[:200].decode(errors="replace"))
    text = " ".join(text.split())
    return text[:60] + ("…" if len(text) > 60 or len(data) > 200 else "")


def unexpected(who: str, server: str, request: str, what: str) -> ClusterError:
    """The error about an answer that an API server does not give; the request is its method and path."""
    return ClusterError(who, f"{request} at {server} returned {what}", _UNEXPECTED)


def client_for(kubeconfig: str, context: str | None, seconds: float | None = None) -> Api:
    """The client of the API server of a kubeconfig.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None: the file's current context.
        seconds: Limit for all requests together, an `exec` program included; None: no limit.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    limit = ANSWER_SECONDS if seconds is None else min(ANSWER_SECONDS, max(LEAST_SECONDS, seconds))
    return Api(access(kubeconfig, context, limit), deadline)


def shared_client(kubeconfig: str, context: str | None) -> Api:
    """One client for a process that soon ends: one connection, and an `exec` program, which may be slow, runs once."""
    return _shared(str(Path(kubeconfig).expanduser()), context)


_shared = cache(client_for)


def answer_of(api: Api, path: str, who: str, method: str = "GET", body: Any = None, **query: str) -> Answer:
    """The answer to a request.

    Raises:
        ClusterError: No answer, or one that is not a JSON object.
    """
    try:
        return api.ask(who, path, method, body, ANSWER_SECONDS, **query)
    except UnansweredError as error:
        raise ClusterError(who, f"no answer from {api.server}: {error}", _AWAY) from None


def _shown(seconds: float) -> str:
    return f"{round(seconds, 1):g} s"


def reason(error: Exception, seconds: float) -> str:
    """The reason for a missing answer, as messages print it."""
    causes = [error, error.__cause__, error.__context__, *error.args]
    causes += [cause.__cause__ for cause in causes if isinstance(cause, Exception)]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not the cluster's: {cause.verify_message}"
    texts = [cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror]
    if texts:
        return re.sub(r" \(_ssl\.c:\d+\)$", "", texts[0].lower())
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return f"silent for {_shown(seconds)}"
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return "the connection was closed"
    return str(error)
