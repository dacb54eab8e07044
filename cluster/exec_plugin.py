"""The credentials that a kubeconfig's `exec` program prints, within a limit of time.

Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
"""

import json
import os
import signal
import subprocess
import tempfile
from typing import Any

from cluster.kubeconfig import Section, kind_of

_KINDS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_MOST_BYTES = 1024 * 1024


def credentials(user: Section, plugin: Any, seconds: float) -> dict[str, str]:
    """The `status` that the user's `exec` program prints: a token, or a certificate and its key.

    After the time the program and its children are killed.

    Raises:
        ClusterError: The program is missing, fails, takes too long, or prints something else.
    """
    command = _command(user, plugin)
    answer = _output(user, command, _environment(user, plugin), seconds)
    try:
        status = json.loads(answer)["status"]
        given = {key: status[key] for key in ("token", "clientCertificateData", "clientKeyData") if status.get(key)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise user.fault(f"exec '{command[0]}' printed no ExecCredential", "run it by hand") from None
    if not all(isinstance(value, str) for value in given.values()):
        raise user.fault(f"exec '{command[0]}' printed credentials that are not text", "run it by hand")
    if "token" not in given and len(given) < 2:
        raise user.fault(f"exec '{command[0]}' printed neither a token nor a certificate with its key")
    return given


def _command(user: Section, plugin: Any) -> list[str]:
    if not isinstance(plugin, dict):
        raise user.fault(f"'exec' is {kind_of(plugin)}, not an object")
    words = [plugin.get("command"), *(plugin.get("args") or [])]
    if not words[0] or not all(isinstance(word, str) for word in words):
        raise user.fault("exec has no command, or arguments that are not text")
    if plugin.get("apiVersion") not in _KINDS:
        raise user.fault(f"exec has the apiVersion '{plugin.get('apiVersion')}'", f"one of {', '.join(_KINDS)}")
    if "/" in words[0] and not words[0].startswith("/"):
        words[0] = str(user.path.parent / words[0])
    return [str(word) for word in words]


def _environment(user: Section, plugin: dict[str, Any]) -> dict[str, str]:
    info = {"apiVersion": plugin["apiVersion"], "kind": "ExecCredential", "spec": {"interactive": False}}
    try:
        more = {entry["name"]: entry["value"] for entry in plugin.get("env") or ()}
    except (KeyError, TypeError):
        raise user.fault("exec has an env that is not a list of name and value") from None
    return os.environ | {"KUBERNETES_EXEC_INFO": json.dumps(info)} | {str(key): str(more[key]) for key in more}


def _output(user: Section, command: list[str], environment: dict[str, str], seconds: float) -> bytes:
    """The program's output; it goes into a file, so that a child that keeps it open causes no delay."""
    with tempfile.TemporaryFile() as out:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise user.fault(f"exec '{command[0]}': {why.lower()}", "install it, or give its path") from None
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise user.fault(f"exec '{command[0]}' took longer than {seconds:g} s", "run it by hand") from None
        if code:
            raise user.fault(f"exec '{command[0]}' ended with exit code {code}", "run it by hand")
        out.seek(0)
        return out.read(_MOST_BYTES)
