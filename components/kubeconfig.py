"""Whether the cluster can be asked at all, before anything is touched: its kubeconfig, and a short knock at its API."""

import base64
import http.client
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from errors import ClusterError
from model.cluster import Cluster

KNOCK_SECONDS = 3
_WHERE = "cluster.kubeconfig"
_LAB = "is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"


def check(cluster: Cluster) -> None:
    """The API server that the kubeconfig names answers.

    Raises:
        ClusterError: No file, no such context, no answer.
    """
    path = Path(cluster.kubeconfig or "").expanduser()
    entry = _cluster_entry(path, cluster.context)
    if "proxy-url" not in entry:
        _knock(entry, str(path), path.parent)


def _cluster_entry(path: Path, context: str | None) -> Mapping[str, Any]:
    try:
        text = path.read_text()
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise ClusterError(_WHERE, f"'{path}': {why}", _LAB) from None
    try:
        config = yaml.safe_load(text)
        contexts = {entry["name"]: entry["context"] for entry in config["contexts"]}
        clusters = {entry["name"]: entry["cluster"] for entry in config["clusters"]}
        wanted = context or config["current-context"]
    except (yaml.YAMLError, KeyError, TypeError):
        raise ClusterError(_WHERE, f"'{path}': is no kubeconfig") from None
    if wanted not in contexts:
        known = ", ".join(contexts)
        raise ClusterError("cluster.context", f"'{wanted}': '{path}' has no such context", f"it has {known}")
    name = contexts[wanted]["cluster"]
    if "server" not in clusters.get(name, {}):
        raise ClusterError(_WHERE, f"'{path}': cluster '{name}' of context '{wanted}' has no server")
    return clusters[name]  # type: ignore[no-any-return]


def _knock(entry: Mapping[str, Any], path: str, folder: Path) -> None:
    """The server answers; whether it lets anybody in is the provider's business."""
    server = entry["server"]
    connection = _connection(entry, folder)
    try:
        connection.request("GET", urlsplit(server).path.rstrip("/") + "/readyz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise ClusterError(_WHERE, f"'{path}': no answer from {server}: {_reason(error)}", _LAB) from None
    finally:
        connection.close()
    if status >= 500:
        raise ClusterError(_WHERE, f"'{path}': {server} is not ready: it answers {status}", _LAB)


def _connection(entry: Mapping[str, Any], folder: Path) -> http.client.HTTPConnection:
    url = urlsplit(entry["server"])
    host = url.hostname or ""
    if url.scheme == "http":
        return http.client.HTTPConnection(host, url.port or 80, timeout=KNOCK_SECONDS)
    return http.client.HTTPSConnection(host, url.port or 443, timeout=KNOCK_SECONDS, context=_trust(entry, folder))


def _trust(entry: Mapping[str, Any], folder: Path) -> ssl.SSLContext:
    if data := entry.get("certificate-authority-data"):
        context = ssl.create_default_context(cadata=base64.b64decode(data).decode())
    elif file := entry.get("certificate-authority"):
        context = ssl.create_default_context(cafile=str(folder / file))
    else:
        context = ssl.create_default_context()
    if entry.get("insecure-skip-tls-verify") or "tls-server-name" in entry:
        # The name to check is another than the one dialled; the provider checks it, this is only a knock.
        context.check_hostname = False
    if entry.get("insecure-skip-tls-verify"):
        context.verify_mode = ssl.CERT_NONE
    return context


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not the cluster's: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"silent for {KNOCK_SECONDS} s"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
