"""Who is who in the cluster, and the ways in."""

import base64
import json
import stat
from pathlib import Path

import pytest
from cryptography import x509

from lab.fabric.places import Places
from lab.kubernetes import identities


def user_of(kubeconfig: Path) -> str:
    whole = json.loads(kubeconfig.read_text())
    pem = base64.b64decode(whole["users"][0]["user"]["client-certificate-data"])
    return x509.load_pem_x509_certificate(pem).subject.rfc4514_string()


def server_of(kubeconfig: Path) -> str:
    return str(json.loads(kubeconfig.read_text())["clusters"][0]["cluster"]["server"])


def test_from_outside_the_api_server_is_a_port_of_this_machine(places: Places) -> None:
    assert server_of(places.kubeconfig) == "https://127.0.0.1:16443"


def test_from_inside_it_is_master1(places: Places) -> None:
    assert server_of(places.inside_kubeconfig) == "https://10.0.0.1:6443"


def test_both_ways_in_are_the_administrators(places: Places) -> None:
    expected = "CN=lab-admin,O=system:masters"
    assert (user_of(places.kubeconfig), user_of(places.inside_kubeconfig)) == (expected, expected)


def test_a_kubelet_is_its_own_node_and_no_other(places: Places) -> None:
    config = places.certificates / "kubelet-worker2.kubeconfig"
    assert user_of(config) == "CN=system:node:worker2,O=system:nodes"


@pytest.mark.parametrize("name", ["127.0.0.1", "10.0.0.1", "10.96.0.1", "kubernetes.default.svc"])
def test_the_api_servers_certificate_holds_for(places: Places, name: str) -> None:
    certificate = x509.load_pem_x509_certificate((places.certificates / "apiserver.crt").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert name in [str(found.value) for found in names]


def test_nobody_but_root_reads_a_kubeconfig(places: Places) -> None:
    files = [places.kubeconfig, places.inside_kubeconfig, *places.certificates.glob("*.kubeconfig")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_making_them_again_changes_nothing(places: Places) -> None:
    files = {path: path.read_bytes() for path in places.root.rglob("*") if path.is_file()}
    identities.make(places)
    assert {path: path.read_bytes() for path in places.root.rglob("*") if path.is_file()} == files
