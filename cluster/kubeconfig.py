"""The server and the user of a kubeconfig's context. Every fault is one error with the file's path.

The file is read as kubectl and Pulumi's Kubernetes provider read it, so that all use the same server: unquoted texts
by YAML 1.1, the last value of a duplicate key, and the first document only.

Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1; kubectl 1.34.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from errors import ClusterError
from model import yaml_scalars
from model.stack_file import UnreadableError, document

WHERE = "cluster.kubeconfig"
LAB = "is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"
_WORDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}


def kind_of(value: Any) -> str:
    """The type of a decoded value, as messages print it."""
    return _WORDS.get(type(value), "a number" if isinstance(value, int | float) else type(value).__name__)


def fault(path: Path, what: str, hint: str = "") -> ClusterError:
    """The error about a kubeconfig."""
    return ClusterError(WHERE, f"'{path}': {what}", hint)


@dataclass(frozen=True)
class Section:
    """An object of a kubeconfig, whose fields are checked when they are read.

    Args:
        path: The kubeconfig.
        name: The object's name in messages, such as `cluster 'prod'`.
        fields: Its fields.
    """

    path: Path
    name: str
    fields: Mapping[str, Any]

    def text(self, key: str) -> str:
        """The text of a field; "": there is none.

        Raises:
            ClusterError: The field is not text.
        """
        return str(self._field(key, str, "text") or "")

    def flag(self, key: str) -> bool:
        """A field that is true or false; False: there is none.

        Raises:
            ClusterError: The field is something else.
        """
        return bool(self._field(key, bool, "true or false"))

    def _field(self, key: str, sort: type, word: str) -> Any:
        value = self.fields.get(key)
        if value is not None and not isinstance(value, sort):
            raise self.fault(f"'{key}' is {kind_of(value)}, not {word}")
        return value

    def fault(self, what: str, hint: str = "") -> ClusterError:
        """The error about this object."""
        return fault(self.path, f"{self.name}: {what}", hint)


def sections(path: Path, context: str | None) -> tuple[Section, Section]:
    """The cluster and the user of a context; None: the file's current context.

    Raises:
        ClusterError: The file cannot be read, is not a kubeconfig, or has no such context, cluster or user.
    """
    content = _content(path)
    contexts = _named(path, content, "contexts", "context")
    wanted = context or Section(path, "the file", content).text("current-context")
    if not wanted:
        raise fault(path, "has no current-context", f"cluster.context names one of: {', '.join(contexts)}")
    if wanted not in contexts:
        what = f"'{wanted}': '{path}' has no such context"
        raise ClusterError("cluster.context", what, f"it has {', '.join(contexts)}")
    chosen = Section(path, f"context '{wanted}'", contexts[wanted])
    cluster_name, user_name = chosen.text("cluster"), chosen.text("user")
    clusters = _named(path, content, "clusters", "cluster")
    users = _named(path, content, "users", "user") if user_name else {}
    if not clusters.get(cluster_name, {}).get("server"):
        raise fault(path, f"cluster '{cluster_name}' of context '{wanted}' has no server")
    if user_name and user_name not in users:
        raise fault(path, f"context '{wanted}' names user '{user_name}', which does not exist")
    cluster = Section(path, f"cluster '{cluster_name}'", clusters[cluster_name])
    return cluster, Section(path, f"user '{user_name}'", users.get(user_name, {}))


def server_of(cluster: Section) -> str:
    """The server's URL, without a slash at its end.

    Raises:
        ClusterError: It is not the URL of an API server.
    """
    server = cluster.text("server")
    try:
        url = urlsplit(server)
        usable = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        raise cluster.fault(f"server '{server}' is not a URL", "https://HOST:PORT, a port from 1 to 65535") from None
    if url.scheme not in ("http", "https"):
        raise cluster.fault(f"server '{server}' has no https://", "https://HOST:PORT")
    if not usable or any(mark in server for mark in "?#@ "):
        raise cluster.fault(f"server '{server}' is not a URL", "https://HOST:PORT, a port from 1 to 65535")
    return server.rstrip("/")


def _content(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(path, f"is not UTF-8: byte {error.start + 1} is no text", "save it as UTF-8") from None
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise fault(path, why, LAB) from None
    try:
        content = document(text, yaml_scalars.KUBECTL, only=False).value
    except UnreadableError as error:
        raise fault(path, f"is not a kubeconfig: {error}") from None
    if not isinstance(content, dict):
        what = "the file is empty" if content is None else f"it is {kind_of(content)}, not an object"
        raise fault(path, f"is not a kubeconfig: {what}")
    return content


def _named(path: Path, content: Mapping[str, Any], plural: str, singular: str) -> dict[str, dict[str, Any]]:
    """The entries of one of the file's lists, by name; two of the same name are refused, as by kubectl."""
    entries, found = content.get(plural), {}
    if not entries or not isinstance(entries, list):
        raise fault(path, f"is not a kubeconfig: it has no {plural}")
    for index, entry in enumerate(entries):
        name, body = (entry.get("name"), entry.get(singular)) if isinstance(entry, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(body, dict):
            raise fault(path, f"{plural}[{index}] has no name or no {singular}")
        if name in found:
            raise fault(path, f"two {plural} are named '{name}'", "take one of them out of the file")
        found[name] = body
    return found
