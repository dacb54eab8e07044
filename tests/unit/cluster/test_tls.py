"""The client on a real TLS server: whose certificates count, and the client's own."""

import json
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cluster.client import UnansweredError, client_for
from lab.kubernetes.certificates import Subject, authority, issue
from tests.api_server import Api, api_server, kubeconfig


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two authorities, a server's certificate by the first, and a client's by each."""
    folder = tmp_path_factory.mktemp("certificates")
    own, other = authority(folder, "ca"), authority(folder, "other-ca")
    issue(folder, "server", Subject("server", served=("127.0.0.1",)), own)
    issue(folder, "named", Subject("named", served=("api.example",)), own)
    issue(folder, "client", Subject("ann"), own)
    issue(folder, "stranger", Subject("stranger"), other)
    return folder


def serving(certificates: Path, name: str = "server", required: bool = False) -> ssl.SSLContext:
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(certificates / "ca.crt"))
    trust.load_cert_chain(certificates / f"{name}.crt", certificates / f"{name}.key")
    trust.verify_mode = ssl.CERT_REQUIRED if required else ssl.CERT_OPTIONAL
    return trust


@pytest.fixture
def strict(certificates: Path) -> Iterator[Api]:
    """A server that requires a client's certificate."""
    with api_server(serving(certificates, required=True)) as api:
        yield api.on("/api", {})


def ask(folder: Path, server: str, cluster: dict[str, Any], user: dict[str, Any] | None = None) -> int:
    path = Path(kubeconfig(folder, server))
    content = yaml.safe_load(path.read_text())
    content["clusters"][0]["cluster"] |= cluster
    content["users"][0]["user"] |= user or {}
    path.write_text(yaml.safe_dump(content))
    return client_for(str(path), None).ask("Calico", "/api", seconds=10).status


def refusal(folder: Path, server: str, cluster: dict[str, Any], user: dict[str, Any] | None = None) -> str:
    with pytest.raises(UnansweredError) as caught:
        ask(folder, server, cluster, user)
    return str(caught.value)


def trusted(certificates: Path, name: str = "ca") -> dict[str, Any]:
    return {"certificate-authority": str(certificates / f"{name}.crt")}


def own(certificates: Path, name: str = "client") -> dict[str, Any]:
    return {"client-certificate": str(certificates / f"{name}.crt"), "client-key": str(certificates / f"{name}.key")}


def test_the_clients_certificate_is_shown_to_a_server_that_requires_one(
    strict: Api, certificates: Path, tmp_path: Path
) -> None:
    assert ask(tmp_path, strict.server, trusted(certificates), own(certificates)) == 200
    assert strict.users == ["ann"]


def test_an_exec_programs_certificate_is_shown(strict: Api, certificates: Path, tmp_path: Path) -> None:
    status = {
        "clientCertificateData": (certificates / "client.crt").read_text(),
        "clientKeyData": (certificates / "client.key").read_text(),
    }
    credential = json.dumps({"status": status})
    plugin = {"apiVersion": "client.authentication.k8s.io/v1", "command": sys.executable}
    user = {"exec": plugin | {"args": ["-c", f"print({credential!r})"]}}
    assert ask(tmp_path, strict.server, trusted(certificates), user) == 200
    assert strict.users == ["ann"]


@pytest.mark.parametrize("user", [None, "stranger"])
def test_a_server_that_requires_a_certificate_answers_no_other_client(
    strict: Api, certificates: Path, tmp_path: Path, user: str | None
) -> None:
    # What the client reads depends on whether the server's alert or the end of the connection is there first.
    with pytest.raises(UnansweredError):
        ask(tmp_path, strict.server, trusted(certificates), own(certificates, user) if user else {})
    assert strict.asked == []


def test_a_server_of_another_authority_is_not_asked(strict: Api, certificates: Path, tmp_path: Path) -> None:
    why = "its certificate is not the cluster's: self-signed certificate in certificate chain"
    assert refusal(tmp_path, strict.server, trusted(certificates, "other-ca"), own(certificates)) == why
    assert (strict.asked, strict.users) == ([], [])


def test_the_certificate_is_compared_with_tls_server_name_where_that_is_given(
    certificates: Path, tmp_path: Path
) -> None:
    with api_server(serving(certificates, "named")) as api:
        api.on("/api", {})
        why = "its certificate is not the cluster's: IP address mismatch, certificate is not valid for '127.0.0.1'."
        assert refusal(tmp_path, api.server, trusted(certificates)) == why
        named = trusted(certificates) | {"tls-server-name": "api.example"}
        assert ask(tmp_path, api.server, named) == 200


def test_no_certificate_counts_with_insecure_skip_tls_verify(certificates: Path, tmp_path: Path) -> None:
    with api_server(serving(certificates, "named")) as api:
        api.on("/api", {})
        assert ask(tmp_path, api.server, {"insecure-skip-tls-verify": True}) == 200
