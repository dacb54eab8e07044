"""kube-apiserver passes projectcalico.org/v3 on to the server beside it."""

import json
from pathlib import Path

from lab.fabric.places import Places
from lab.kubernetes.calico import api


def test_the_registration_leads_to_the_port_where_the_server_listens() -> None:
    namespace, service, registration = json.loads(api.objects())["items"]
    name, port = api.server_argv(Path("/parts/apiserver"), Places(Path("/lab")))[1].split("=")
    assert name == "--secure-port"
    assert service["metadata"]["namespace"] == namespace["metadata"]["name"]
    assert registration["spec"]["service"] == {**service["metadata"], "port": int(port)}


def test_the_server_listens_on_its_host_alone_where_the_service_leads() -> None:
    service = json.loads(api.objects())["items"][1]
    assert service["spec"]["externalName"] == "localhost"
    assert "--bind-address=127.0.0.1" in api.server_argv(Path("/parts/apiserver"), Places(Path("/lab")))
