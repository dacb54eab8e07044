"""Certificates are what Kubernetes expects: chain, names, purposes; made once and kept."""

import ipaddress
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from lab.kubernetes.certificates import Subject, authority, issue, signing_pair


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ca = authority(tmp_path, "ca")
    issue(tmp_path, "apiserver", Subject("kube-apiserver", served=("10.0.0.1", "kubernetes.default.svc")), ca)
    issue(tmp_path, "kubelet", Subject("system:node:worker1", ("system:nodes",)), ca)
    return tmp_path


def load(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())


def purposes(certificate: x509.Certificate) -> list[x509.ObjectIdentifier]:
    return list(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)


def test_a_certificate_is_signed_by_its_authority(folder: Path) -> None:
    load(folder, "apiserver").verify_directly_issued_by(load(folder, "ca"))


def test_a_server_answers_to_its_names_and_addresses(folder: Path) -> None:
    names = load(folder, "apiserver").extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("10.0.0.1")]
    assert names.get_values_for_type(x509.DNSName) == ["kubernetes.default.svc"]


def test_a_user_is_the_common_name_and_a_group_the_organization(folder: Path) -> None:
    assert load(folder, "kubelet").subject.rfc4514_string() == "CN=system:node:worker1,O=system:nodes"


def test_only_what_serves_may_be_a_server(folder: Path) -> None:
    client, server = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH
    assert (purposes(load(folder, "kubelet")), purposes(load(folder, "apiserver"))) == ([client], [client, server])


def test_keys_are_readable_by_their_owner_alone(folder: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.key")} == {0o600}


def test_key_and_certificate_belong_together(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "apiserver.crt", folder / "apiserver.key")


def test_what_is_there_is_kept(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    issue(folder, "kubelet", Subject("somebody-else"), authority(folder, "ca"))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_service_account_key_has_a_public_half(tmp_path: Path) -> None:
    signing_pair(tmp_path, "service-account")
    first = {path.name: path.read_text().splitlines()[0] for path in tmp_path.iterdir()}
    assert first == {
        "service-account.key": "-----BEGIN EC PRIVATE KEY-----",
        "service-account.pub": "-----BEGIN PUBLIC KEY-----",
    }
