"""kube-apiserver passes projectcalico.org/v3 on to the server beside it."""

import json
from pathlib import Path

from lab.fabric.places import Places
from lab.kubernetes.calico import api


def test_the_service_leads_to_the_same_host() -> None:
    namespace, service, _ = json.loads(api.objects())["items"]
    assert namespace["metadata"]["name"] == service["metadata"]["namespace"] == "calico-apiserver"
    assert service["spec"] == {"type": "ExternalName", "externalName": "localhost"}


def test_the_registration_names_that_service_and_the_servers_port() -> None:
    registration = json.loads(api.objects())["items"][2]
    assert registration["metadata"]["name"] == "v3.projectcalico.org"
    assert registration["spec"] == {
        "group": "projectcalico.org",
        "version": "v3",
        "groupPriorityMinimum": 1500,
        "versionPriority": 200,
        "service": {"name": "calico-api", "namespace": "calico-apiserver", "port": 5443},
        "insecureSkipTLSVerify": True,
    }


def test_the_server_listens_on_its_host_alone_and_asks_kube_apiserver_who_may() -> None:
    assert api.server_argv(Path("/parts/apiserver"), Places(Path("/lab"))) == [
        "/parts/apiserver",
        "--secure-port=5443",
        "--bind-address=127.0.0.1",
        "--cert-dir=/lab/calico/certificates",
        "--kubeconfig=/lab/kubeconfig.inside",
        "--authentication-kubeconfig=/lab/kubeconfig.inside",
        "--authorization-kubeconfig=/lab/kubeconfig.inside",
    ]


def test_the_controllers_are_those_of_a_stock_installation() -> None:
    places = Places(Path("/lab"))
    assert api.environment(places) == {
        "DATASTORE_TYPE": "kubernetes",
        "ENABLED_CONTROLLERS": "node,loadbalancer",
        "KUBECONFIG": "/lab/kubeconfig.inside",
    }
    assert api.controllers_argv(Path("/parts/controllers"), places) == [
        "/parts/controllers",
        "--status-file=/lab/calico/kube-controllers.json",
    ]
