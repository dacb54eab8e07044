"""Which proxy the client uses: the kubeconfig's, the environment's, or none."""

import base64
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from cluster.access import access
from cluster.client import client_for
from lab.kubernetes.certificates import Subject, authority, issue
from tests.api_server import Api, api_server, kubeconfig
from tests.connect_proxy import Proxy, connect_proxy

# A name of 127.0.0.1 that needs no name server and is not taken for a loopback address, which no proxy is used for.
HOST = "127.1"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    issue(folder, "server", Subject("server", served=(HOST, "127.0.0.1")), authority(folder, "ca"))
    return folder


@pytest.fixture
def api(folder: Path) -> Iterator[Api]:
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(folder / "server.crt", folder / "server.key")
    with api_server(trust) as server:
        yield server.on("/api", {})


@pytest.fixture
def proxy(api: Api) -> Iterator[Proxy]:
    with connect_proxy(port_of(api)) as proxy:
        yield proxy


def port_of(api: Api) -> int:
    port = urlsplit(api.server).port
    assert port
    return port


def described(folder: Path, server: str, **cluster: Any) -> str:
    path = Path(kubeconfig(folder, server))
    content = yaml.safe_load(path.read_text())
    content["clusters"][0]["cluster"] |= {"certificate-authority": str(folder / "ca.crt"), **cluster}
    path.write_text(yaml.safe_dump(content))
    return str(path)


def ask(path: str) -> int:
    return client_for(path, None).ask("Calico", "/api", seconds=10).status


def test_https_proxy_is_used(folder: Path, api: Api, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
    assert ask(described(folder, f"https://{HOST}:{port_of(api)}")) == 200
    assert [lines[0] for lines in proxy.asked] == [f"CONNECT {HOST}:{port_of(api)} HTTP/1.0"]


def test_no_proxy_is_asked_directly(folder: Path, api: Api, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("NO_PROXY", f"other.example,{HOST}")
    assert ask(described(folder, f"https://{HOST}:{port_of(api)}")) == 200
    assert proxy.asked == []


def test_the_kubeconfigs_proxy_comes_first_and_gets_its_password(
    folder: Path, api: Api, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:3128")
    monkeypatch.setenv("NO_PROXY", "*")
    path = described(folder, api.server, **{"proxy-url": f"http://ann:word@127.0.0.1:{proxy.port}"})
    assert ask(path) == 200
    basic = base64.b64encode(b"ann:word").decode()
    assert [f"Proxy-Authorization: Basic {basic}".lower() in map(str.lower, lines) for lines in proxy.asked] == [True]


@pytest.mark.parametrize(
    ("server", "excepted", "used"),
    [
        ("https://api.example", "", True),
        ("https://api.example", "api.example", False),
        ("https://api.example", ".example", False),
        ("https://api.example", "pi.example", True),
        ("https://api.example", "*", False),
        ("https://192.0.2.7", "192.0.2.0/24", False),
        ("https://192.0.2.7", "192.0.3.0/24", True),
        ("https://192.0.2.7", "192.0.2.7", False),
        ("https://[2001:db8::7]", "2001:db8::/32", False),
        ("https://127.0.0.1", "", False),
        ("https://localhost", "", False),
        ("https://[::1]", "", False),
    ],
)
def test_what_no_proxy_excepts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, server: str, excepted: str, used: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:3128")
    monkeypatch.setenv("NO_PROXY", excepted)
    assert access(described(folder, server), None, 1).proxy == ("http://192.0.2.1:3128" if used else "")


def test_the_proxy_for_http_is_not_used_for_https(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    assert access(described(folder, "https://api.example"), None, 1).proxy == ""
