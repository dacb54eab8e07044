"""The cluster: the fields that the stack writes against what its API server has."""

from collections.abc import Iterator, Mapping
from typing import Any

from cluster.calico_api import served
from cluster.client import Api, answer_of, client_for
from cluster.written import Written, written
from drift.found import Difference, FieldDifference, Found, Unseen
from errors import ClusterError
from model.stack import Stack

_OWNER = "cluster"


def cluster_found(stack: Stack, kubeconfig: str) -> Found:
    """What differs in the cluster.

    Args:
        stack: The stack.
        kubeconfig: The path of its kubeconfig.
    """
    found = Found()
    try:
        api = client_for(kubeconfig, stack.cluster.context)
        objects = written(stack, served(kubeconfig, stack.cluster.context).api_version)
        for wanted in objects:
            found.add(_compared(api, wanted))
    except ClusterError as error:
        found.unseen.append(Unseen(_OWNER, str(error)))
    unseen = {each.owner for each in found.unseen}
    return Found({} if _OWNER in unseen else {_OWNER: len(objects) - len(unseen)}, found.differences, found.unseen)


def _compared(api: Api, wanted: Written) -> Found:
    """What differs of one object; a refusal is only that object's.

    Raises:
        ClusterError: The API server does not answer.
    """
    answer = answer_of(api, wanted.path, wanted.title)
    if answer.status == 404:
        missing = FieldDifference("", dict(wanted.fields), None)
        return Found(differences=[Difference(_OWNER, wanted.title, fields=(missing,))])
    if answer.status >= 300:
        return Found(unseen=[Unseen(f"{_OWNER}, {wanted.title}", answer.refusal)])
    fields = tuple(differing(wanted.fields, answer.body))
    return Found(differences=[Difference(_OWNER, wanted.title, fields=fields)] if fields else [])


def differing(wanted: Any, actual: Any, path: str = "") -> Iterator[FieldDifference]:
    """The fields of `wanted` that are not so in `actual`; further fields of `actual` are others' or defaults.

    Lists of one length are compared entry by entry, because the API server adds defaults within entries.
    """
    if isinstance(wanted, Mapping) and isinstance(actual, Mapping):
        for key, value in wanted.items():
            yield from differing(value, actual.get(key), _below(path, key))
    elif isinstance(wanted, list | tuple) and isinstance(actual, list) and len(wanted) == len(actual):
        for place, (value, there) in enumerate(zip(wanted, actual, strict=True)):
            yield from differing(value, there, f"{path}[{place}]")
    elif wanted != actual:
        yield FieldDifference(path, wanted, actual)


def _below(path: str, key: str) -> str:
    """`spec.asNumber`; a key with dots or a slash stands in brackets."""
    plain = key.replace("_", "").replace("-", "").isalnum()
    return f"{path}.{key}".lstrip(".") if plain else f"{path}[{key}]"
