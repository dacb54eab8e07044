"""Which of Calico's APIs a cluster serves is found by asking, and settings are written through it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster.calico_api import AGGREGATED, STORED, V3_DEFINITIONS, BgpConfigurations, Served, served
from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig

V3 = "/apis/projectcalico.org/v3"
CRD = "/apis/crd.projectcalico.org/v1"
REGISTRATION = "/apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org"
SERVICE = {"spec": {"service": {"name": "calico-api", "namespace": "calico-apiserver"}}}


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({V3: {}, REGISTRATION: SERVICE, CRD: {}}, AGGREGATED),
        ({V3: {}, REGISTRATION: {"spec": {"service": None}}}, V3_DEFINITIONS),
        ({V3: {}}, AGGREGATED),
        ({CRD: {}}, STORED),
        ({}, AGGREGATED),
    ],
    ids=["aggregated", "definitions", "registration may not be read", "storage alone", "nothing to be seen"],
)
def test_the_best_api_there_is(api: Api, tmp_path: Path, answers: dict[str, Any], found: Served) -> None:
    for path, body in answers.items():
        api.on(path, body)
    assert served(kubeconfig(tmp_path, api.server), None) == found


def test_an_api_that_is_registered_and_does_not_answer_is_named(api: Api, tmp_path: Path) -> None:
    api.on(V3, {}, status=503)
    with pytest.raises(ClusterError) as caught:
        served(kubeconfig(tmp_path, api.server), None)
    assert str(caught.value) == (
        "Calico: projectcalico.org/v3 is registered and answers 503: Calico's API server does not run\n"
        "  hint: kubectl get apiservice v3.projectcalico.org, and look at its pods"
    )


def test_settings_are_read_through_the_api_that_was_found(api: Api, tmp_path: Path) -> None:
    api.on(CRD, {}).on(f"{CRD}/bgpconfigurations/default", {"spec": {"asNumber": 65002}})
    assert BgpConfigurations(kubeconfig(tmp_path, api.server), None).spec("default") == {"asNumber": 65002}
