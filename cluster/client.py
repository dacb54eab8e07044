"""The one client of Kubernetes' API: a request has a limit in time and in bytes, and its answer is a JSON object.

It is written on urllib3: the `kubernetes` package follows no `proxy-url`, forgets NO_PROXY, and sets no limit to the
time of a whole answer or of an `exec` program.
"""

import json
import queue
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
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
_AWAY = "once it answers again, `pulumi up` goes on from here"
_STRANGE = "is the server in the kubeconfig an API server, or does a proxy or a login page answer in its place?"


class UnansweredError(Exception):
    """No whole answer came; the text says why in few words."""


@dataclass(frozen=True)
class Answer:
    """An API server's answer.

    Args:
        status: The status.
        body: The JSON object; {} where a refusal came with none.
    """

    status: int
    body: dict[str, Any]

    @property
    def refusal(self) -> str:
        """The status with its phrase, as in `403 Forbidden`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    @property
    def message(self) -> str:
        """The API's own message about a refusal; "" where there is none."""
        message = self.body.get("message")
        return message if isinstance(message, str) else ""


class Api:
    """The API server behind a kubeconfig.

    Args:
        endpoint: How it is reached.
        deadline: When everything has to be over, on the monotonic clock; None for no such time.
    """

    def __init__(self, endpoint: Access, deadline: float | None = None) -> None:
        self.server = endpoint.server
        self._deadline = deadline
        secure = {"ssl_context": endpoint.trust} if endpoint.server.startswith("https:") else {}
        name = (
            {"server_hostname": endpoint.server_name, "assert_hostname": endpoint.server_name}
            if endpoint.server_name
            else {}
        )
        self._pools = _pools(endpoint.proxy, secure | (name if secure else {}))
        if endpoint.trust.verify_mode is ssl.CERT_NONE:
            # The kubeconfig asks for it; the library would warn at every request.
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
        """The answer to a request; refusals are answers, too. Nothing is tried again, and no redirection followed.

        Args:
            who: What is asked for, for errors.
            path: The path below the server's URL.
            method: GET, POST, PATCH (a JSON merge patch) or DELETE.
            body: What is sent, as JSON.
            seconds: How long the whole answer may take.
            query: The query.

        Raises:
            UnansweredError: No whole answer.
            ClusterError: What came is no JSON object.
        """
        if self._deadline is not None:
            seconds = min(seconds, max(LEAST_SECONDS, self._deadline - time.monotonic()))
        status, data, location = self._sent(method, path, query, body, seconds)
        if 300 <= status < 400:
            raise strange(who, self.server, f"{method} {path}", f"a redirection to '{location[:100]}'")
        found = _decoded(data)
        if status < 300 and not isinstance(found, dict):
            what = "text that is no JSON" if found is _NO_JSON else kind_of(found)
            what = f"{what}: '{_start(data)}'" if found is _NO_JSON else f"{what}, not an object"
            raise strange(who, self.server, f"{method} {path}", what)
        return Answer(status, found if isinstance(found, dict) else {})

    def status(self, path: str, seconds: float) -> int:
        """The status that a GET is answered with, whatever comes with it.

        Raises:
            UnansweredError: No whole answer.
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
                f"not all of it came within {limit}" if started.is_set() else f"silent for {limit}"
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
            raise urllib3.exceptions.ProtocolError(f"more than {MOST_BYTES} bytes came")
        if over.is_set():
            break
    return bytes(data)


def _within(seconds: float, call: Callable[[], T]) -> T:
    """The call's result; a call that takes longer is left behind, since a socket's limit counts each byte anew."""
    results: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((call(), None))
        except Exception as error:  # whatever it is, it is raised by the one who waits
            results.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    result, error = results.get(timeout=seconds)
    if error:
        raise error
    return result  # type: ignore[return-value]


_NO_JSON = object()


def _decoded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return _NO_JSON


def _start(data: bytes) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in data[:200].decode(errors="replace"))
    text = " ".join(text.split())
    return text[:60] + ("…" if len(text) > 60 or len(data) > 200 else "")


def strange(who: str, server: str, request: str, what: str) -> ClusterError:
    """The error about an answer that no API server gives.

    Args:
        who: What was asked for.
        server: The API server's URL.
        request: Method and path.
        what: What came.
    """
    return ClusterError(who, f"{request} at {server} brought {what}", _STRANGE)


def client_of(kubeconfig: str, context: str | None, seconds: float | None = None) -> Api:
    """The client of the API server that a kubeconfig names.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None for the current one.
        seconds: When everything asked of it has to be over, an `exec` program included; None for no such time.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    limit = ANSWER_SECONDS if seconds is None else min(ANSWER_SECONDS, max(LEAST_SECONDS, seconds))
    return Api(access(kubeconfig, context, limit), deadline)


def answer_of(api: Api, path: str, who: str, method: str = "GET", body: Any = None, **query: str) -> Answer:
    """The answer to a request.

    Raises:
        ClusterError: No answer, or one that is no JSON object.
    """
    try:
        return api.ask(who, path, method, body, ANSWER_SECONDS, **query)
    except UnansweredError as error:
        raise ClusterError(who, f"no answer from {api.server}: {error}", _AWAY) from None


def _shown(seconds: float) -> str:
    return f"{round(seconds, 1):g} s"


def reason(error: Exception, seconds: float) -> str:
    """Why no answer came within the seconds, in few words."""
    behind = [error, error.__cause__, error.__context__, *error.args]
    behind += [each.__cause__ for each in behind if isinstance(each, Exception)]
    for each in behind:
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not the cluster's: {each.verify_message}"
    told = [each.strerror for each in behind if isinstance(each, OSError) and each.strerror]
    if told:
        return re.sub(r" \(_ssl\.c:\d+\)$", "", told[0].lower())
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return f"silent for {_shown(seconds)}"
    if any(isinstance(each, ConnectionError) for each in behind):
        return "the connection was closed"
    return str(error)
