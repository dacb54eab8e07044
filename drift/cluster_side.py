"""The cluster: the fields that the stack writes against what its API server has."""

from cluster.calico_api import served
from cluster.client import Api, answer_of, client_for
from cluster.differing import FieldDifference, differing
from cluster.written import Written, written
from drift.found import Difference, Found, Unseen
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
