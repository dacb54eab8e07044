"""MetalLB's chart from a Helm repository and from a registry, both on this machine: Helm itself fetches them."""

import hashlib
import json
import ssl
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from tests.api_server import api_server
from tests.stack.offline import OfflineStack
from toolchain import part

pytestmark = pytest.mark.engine

CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
CONFIG = "application/vnd.cncf.helm.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
Files = dict[str, tuple[str, bytes]]


def packed(folder: Path) -> bytes:
    """The chart as `helm package` packs it."""
    file = folder / "metallb-0.15.2.tgz"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(part("metallb-chart"), "metallb")
    return file.read_bytes()


def repository(chart: bytes) -> Files:
    """A Helm repository: an index that names the file."""
    metadata = yaml.safe_load((part("metallb-chart") / "Chart.yaml").read_text()) | {"version": "0.15.2"}
    entry = metadata | {"urls": ["metallb-0.15.2.tgz"], "digest": hashlib.sha256(chart).hexdigest()}
    index = {"apiVersion": "v1", "entries": {"metallb": [entry]}}
    return {
        "/index.yaml": ("application/yaml", yaml.safe_dump(index).encode()),
        "/metallb-0.15.2.tgz": ("application/gzip", chart),
    }


def registry(chart: bytes) -> Files:
    """A registry's answers for one chart, by the OCI distribution specification."""
    config = json.dumps({"name": "metallb", "version": "0.15.2", "apiVersion": "v2"}).encode()
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": described(CONFIG, config),
            "layers": [described(CHART, chart)],
        }
    ).encode()
    files = {"/v2/": ("application/json", b"{}")}
    for name in ("0.15.2", digest(manifest)):
        files[f"/v2/charts/metallb/manifests/{name}"] = (MANIFEST, manifest)
    for blob in (config, chart):
        files[f"/v2/charts/metallb/blobs/{digest(blob)}"] = ("application/octet-stream", blob)
    tags = json.dumps({"name": "charts/metallb", "tags": ["0.15.2"]}).encode()
    return files | {"/v2/charts/metallb/tags/list": ("application/json", tags)}


def described(kind: str, content: bytes) -> dict[str, object]:
    return {"mediaType": kind, "digest": digest(content), "size": len(content)}


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


@contextmanager
def served(files: Files, key: Path | None = None) -> Iterator[tuple[str, list[str]]]:
    """The files on a free port of 127.0.0.1, and what is asked for; over TLS with the key and certificate in a file."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, content = files.get(self.path, ("text/plain", b"not here"))
            self.send_response(200 if self.path in files else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if "/manifests/" in self.path:
                self.send_header("Docker-Content-Digest", digest(content))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

        def log_message(self, *words: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if key:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(key)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def certified(folder: Path) -> Path:
    """A key for 127.0.0.1 and the certificate it gave itself, in one file."""
    file = folder / "registry.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=registry"
    subject = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(file)]
    subprocess.run(["openssl", *words.split(), *subject], check=True, capture_output=True)
    return file


def test_a_preview_fetches_the_chart_from_a_helm_repository(tmp_path: Path) -> None:
    with api_server() as api, served(repository(packed(tmp_path))) as (address, asked):
        stack = OfflineStack(tmp_path, api)
        stack.own("metallb")["chart"] = {"repository": f"http://{address}", "version": "0.15.2"}
        release = stack.planned()["metallb-release"]
    assert release["inputs"]["version"] == "0.15.2"
    assert "/metallb-0.15.2.tgz" in asked


def test_a_preview_fetches_the_chart_from_a_registry_over_tls(tmp_path: Path) -> None:
    chart, key = packed(tmp_path), certified(tmp_path)
    with api_server() as api, served(registry(chart), key) as (address, asked):
        stack = OfflineStack(tmp_path, api)
        stack.engine.environment["SSL_CERT_FILE"] = str(key)
        stack.own("metallb")["chart"] = {"repository": f"oci://{address}/charts", "version": "0.15.2"}
        release = stack.planned()["metallb-release"]
    assert release["inputs"]["chart"] == f"oci://{address}/charts/metallb"
    assert f"/v2/charts/metallb/blobs/{digest(chart)}" in asked
