"""Access to the API server of a kubeconfig: TLS, credentials and proxy, checked before a request is sent."""

import base64
import binascii
import os
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from cluster.exec_plugin import credentials
from cluster.kubeconfig import LAB, Section, sections, server_of


@dataclass(frozen=True)
class Access:
    """The parameters of requests to an API server.

    Args:
        server: The API server's URL, without a slash at its end.
        trust: The trusted certificates, and the client's certificate.
        server_name: The name that the certificate must have; "": the server's.
        headers: The headers with the credentials.
        proxy: The proxy's URL; "": none.
    """

    server: str
    trust: ssl.SSLContext
    server_name: str
    headers: Mapping[str, str]
    proxy: str


def access(kubeconfig: str, context: str | None, seconds: float) -> Access:
    """The access that a context of a kubeconfig describes; `seconds` limits an `exec` program.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """
    cluster, user = sections(Path(kubeconfig).expanduser(), context)
    server = server_of(cluster)
    proxy = _proxy(cluster, server)
    trust = _trust(cluster)
    given = credentials(user, user.fields["exec"], seconds) if user.fields.get("exec") else {}
    has_certificate = _own_certificate(user, trust, given)
    headers = _headers(user, given)
    in_clear = server.startswith("http:") and not _is_loopback(urlsplit(server).hostname or "")
    if in_clear and (headers or has_certificate):
        what = f"server '{server}' has no TLS: the credentials would be sent in clear"
        raise cluster.fault(what, "https://HOST:PORT")
    return Access(server, trust, cluster.text("tls-server-name"), headers, proxy)


def _proxy(cluster: Section, server: str) -> str:
    """The kubeconfig's proxy, else the environment's; for a loopback address only the kubeconfig's."""
    proxy, where = cluster.text("proxy-url"), "proxy-url"
    host = urlsplit(server).hostname or ""
    if not proxy and not _is_loopback(host) and not _bypassed(host):
        where = "HTTPS_PROXY" if server.startswith("https:") else "HTTP_PROXY"
        proxy = getproxies_environment().get(server.partition(":")[0], "")
    if proxy and where != "proxy-url" and "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        usable = not proxy or (urlsplit(proxy).scheme in ("http", "https") and bool(urlsplit(proxy).hostname))
        _ = urlsplit(proxy).port
    except ValueError:
        usable = False
    if not usable:
        before, at, after = proxy.rpartition("@")
        shown = f"{before.partition('://')[0]}://…@{after}" if at else after
        raise cluster.fault(f"{where} '{shown}' is not a proxy's URL", "http://HOST:PORT or https://HOST:PORT")
    return proxy


def _bypassed(host: str) -> bool:
    """Whether NO_PROXY contains the host, by its name, domain, address or range of addresses."""
    if proxy_bypass(host):
        return True
    for word in (getproxies_environment().get("no", "")).split(","):
        try:
            if ip_address(host) in ip_network(word.strip()):
                return True
        except ValueError:
            continue
    return False


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _trust(cluster: Section) -> ssl.SSLContext:
    authority = _pem_text(cluster, "certificate-authority")
    try:
        trust = ssl.create_default_context(cadata=authority or None)
    except (ssl.SSLError, ValueError):
        key = "certificate-authority" + ("-data" if cluster.fields.get("certificate-authority-data") else "")
        raise cluster.fault(f"'{key}' is not a PEM certificate", "-----BEGIN CERTIFICATE-----") from None
    if cluster.flag("insecure-skip-tls-verify"):
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    return trust


def _own_certificate(user: Section, trust: ssl.SSLContext, given: Mapping[str, str]) -> bool:
    """Load the client's certificate; False: the user has none. The key is on disk only while it is loaded."""
    certificate = given.get("clientCertificateData") or _pem_text(user, "client-certificate")
    key = given.get("clientKeyData") or _pem_text(user, "client-key")
    if not certificate and not key:
        return False
    if not certificate or not key:
        has, lacks = ("client-certificate", "client-key") if certificate else ("client-key", "client-certificate")
        raise user.fault(f"has a {has} and no {lacks}")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        pair = Path(folder) / "pair.pem"
        pair.touch(0o600)
        pair.write_text(f"{certificate}\n{key}")
        try:
            trust.load_cert_chain(pair, password=lambda: "")
        except (ssl.SSLError, ValueError, OSError):
            raise user.fault("client-certificate and client-key are not a pair of PEM texts") from None
    return True


def _headers(user: Section, given: Mapping[str, str]) -> dict[str, str]:
    name, password = user.text("username"), user.text("password")
    token = given.get("token") or user.text("token")
    if not token and user.text("tokenFile"):
        token = _file(user, "tokenFile").strip()
    text = token or f"{name}{password}"
    if not text.isprintable() or (token and not token.isascii()):
        raise user.fault("the token has invalid characters")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if name:
        return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}
    if user.fields.get("auth-provider"):
        raise user.fault("auth-provider is no longer supported by Kubernetes", "use exec")
    return {}


def _pem_text(section: Section, key: str) -> str:
    """A PEM text, from the kubeconfig's base64 or from the file that it names; "": neither is there."""
    if data := section.text(f"{key}-data"):
        try:
            return base64.b64decode(data.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            raise section.fault(f"'{key}-data' is not base64 of a PEM text", "base64 --wrap 0 FILE") from None
    return _file(section, key) if section.text(key) else ""


def _file(section: Section, key: str) -> str:
    path = section.path.parent / section.text(key)
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise section.fault(f"'{key}' names '{path}', which is not text") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        hint = LAB if key == "certificate-authority" else ""
        raise section.fault(f"'{key}' names '{path}': {why.lower()}", hint) from None
