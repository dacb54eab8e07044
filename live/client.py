"""A client of the API server a kubeconfig names, and what its refusals say."""

import json
from typing import Any

from errors import ClusterError

ANSWER_SECONDS = 15


def client_of(kubeconfig: str, context: str | None) -> Any:
    """The client library's `ApiClient`; a request that fails is not tried again by itself.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None for the current one.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """
    # The library takes half a second to import, which a run without a cluster need not wait for.
    from kubernetes import client, config

    try:
        api: client.ApiClient = config.new_client_from_config(config_file=kubeconfig, context=context)
    except config.ConfigException as error:
        raise ClusterError("cluster.kubeconfig", f"'{kubeconfig}': {error}") from None
    api.rest_client.pool_manager.connection_pool_kw["retries"] = False
    return api


def answer_of(api: Any, path: str, who: str, **query: str) -> tuple[int, dict[str, Any]]:
    """The status and the JSON that a GET of `path` is answered with; refusals are answers, too.

    Raises:
        ClusterError: No answer at all.
    """
    import urllib3
    from kubernetes import client

    try:
        answer = api.call_api(
            path,
            "GET",
            query_params=list(query.items()),
            auth_settings=["BearerToken"],
            response_type="object",
            _request_timeout=ANSWER_SECONDS,
        )
    except client.ApiException as refusal:
        return int(refusal.status), _json(refusal.body)
    except urllib3.exceptions.HTTPError as error:
        raise unanswered(who, api, error, ANSWER_SECONDS) from None
    return int(answer[1]), dict(answer[0] or {})


def unanswered(who: str, api: Any, error: Exception, seconds: float) -> ClusterError:
    """What is said where no answer came: by which server, and why, without the library's inner words.

    Args:
        who: What was asked for.
        api: The `ApiClient` that asked.
        error: What the library says.
        seconds: How long it waited.
    """
    what = f"no answer from {api.configuration.host}: {reason(error, seconds)}"
    return ClusterError(who, what, "once it answers again, `pulumi up` goes on from here")


def reason(error: Exception, seconds: float) -> str:
    """Why no answer came within the seconds, in few words."""
    import urllib3

    behind = [error, error.__cause__, error.__context__, *error.args]
    told = [each.strerror for each in behind if isinstance(each, OSError) and each.strerror]
    if told:
        return told[0].lower()
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return f"silent for {seconds:g} s"
    if any(isinstance(each, ConnectionError) for each in behind):
        return "the connection was closed"
    return str(error)


def _json(text: Any) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
