"""Calico's objects go through the API that the cluster has; one that is not the usual one is said in the preview."""

from pathlib import Path

import pytest

from tests.api_server import api_server
from tests.stack.offline import OfflineStack

pytestmark = pytest.mark.engine

WITHOUT_SERVER = "crd.projectcalico.org/v1, Calico's storage format: its API server is not installed"


def test_a_cluster_without_calicos_api_server_is_written_to_as_calico_keeps_it(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api.on("/apis/crd.projectcalico.org/v1", {}))
        peer = stack.planned()["calico-bgppeer-csr1000v"]
        said = stack.engine.run("preview").ok().text
    assert (peer["type"], peer["inputs"]["apiVersion"]) == (
        "kubernetes:crd.projectcalico.org/v1:BGPPeer",
        "crd.projectcalico.org/v1",
    )
    assert f"warning: Calico's objects are written as {WITHOUT_SERVER}\n" in said


def test_an_api_server_of_calicos_that_does_not_run_is_told_before_anything_is_touched(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api.on("/apis/projectcalico.org/v3", {}, status=503))
        assert stack.refusal() == [
            "Calico: projectcalico.org/v3 is registered and answers 503: Calico's API server does not run",
            "  hint: kubectl get apiservice v3.projectcalico.org, and look at its pods",
        ]
