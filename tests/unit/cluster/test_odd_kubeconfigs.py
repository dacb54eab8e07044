"""A kubeconfig that cannot be used is one error with its path, before anything is sent."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cluster.client import client_for
from cluster.kubeconfig import Section, sections
from errors import ClusterError
from tests.api_server import kubeconfig

Content = dict[str, Any]
EXEC = {"apiVersion": "client.authentication.k8s.io/v1"}


def server(value: Any) -> Callable[[Content], None]:
    return lambda content: content["clusters"][0]["cluster"].update(server=value)


def trusted(**more: Any) -> Callable[[Content], None]:
    return lambda content: content["clusters"][0]["cluster"].update({k.replace("_", "-"): v for k, v in more.items()})


def user(**more: Any) -> Callable[[Content], None]:
    return lambda content: content["users"][0]["user"].update({k.replace("_", "-"): v for k, v in more.items()})


def plugin(*words: str) -> Callable[[Content], None]:
    return user(exec={**EXEC, "command": words[0], "args": list(words[1:])})


def twice(content: Content) -> None:
    content["contexts"] *= 2


def no_current(content: Content) -> None:
    del content["current-context"]


def no_user(content: Content) -> None:
    content["users"][0]["name"] = "other"


PORT = "is not a URL\n  hint: https://HOST:PORT, a port from 1 to 65535"
ODD = [
    (server("https://a:99999"), f"cluster 'here': server 'https://a:99999' {PORT}"),
    (server("https://a:0"), f"cluster 'here': server 'https://a:0' {PORT}"),
    (server("a:6443"), "cluster 'here': server 'a:6443' has no https://\n  hint: https://HOST:PORT"),
    (server(5), "cluster 'here': 'server' is a number, not text"),
    (twice, "two contexts are named 'here'\n  hint: take one of them out of the file"),
    (no_current, "has no current-context\n  hint: cluster.context names one of: here"),
    (no_user, "context 'here' names user 'me', which does not exist"),
    (
        trusted(certificate_authority_data="%%"),
        "cluster 'here': 'certificate-authority-data' is not base64 of a PEM text\n  hint: base64 --wrap 0 FILE",
    ),
    (
        trusted(certificate_authority_data=base64.b64encode(b"no PEM").decode()),
        "cluster 'here': 'certificate-authority-data' is not a PEM certificate\n  hint: -----BEGIN CERTIFICATE-----",
    ),
    (
        trusted(proxy_url="socks5://me:word@a"),
        "cluster 'here': proxy-url 'socks5://…@a' is not a proxy's URL\n  hint: http://HOST:PORT or https://HOST:PORT",
    ),
    (user(client_certificate_data="eA=="), "user 'me': has a client-certificate and no client-key"),
    (
        user(client_certificate_data="eA==", client_key_data="eA=="),
        "user 'me': client-certificate and client-key are not a pair of PEM texts",
    ),
    (user(tokenFile="none"), "user 'me': 'tokenFile' names 'FOLDER/none': no such file or directory"),
    (user(token="a\nb"), "user 'me': the token has invalid characters"),
    (
        user(token="word"),
        "cluster 'here': server 'http://192.0.2.1' has no TLS: the credentials would be sent in clear\n"
        "  hint: https://HOST:PORT",
    ),
    (
        plugin("no-such-program"),
        "user 'me': exec 'no-such-program': no such file or directory\n  hint: install it, or give its path",
    ),
    (plugin("false"), "user 'me': exec 'false' ended with exit code 1\n  hint: run it by hand"),
    (plugin("echo", "hello"), "user 'me': exec 'echo' printed no ExecCredential\n  hint: run it by hand"),
    (
        plugin("echo", '{"status": {}}'),
        "user 'me': exec 'echo' printed neither a token nor a certificate with its key",
    ),
    (plugin("sh", "-c", "sleep 60 & wait"), "user 'me': exec 'sh' took longer than 1 s\n  hint: run it by hand"),
]


def told(path: Path) -> str:
    with pytest.raises(ClusterError) as caught:
        client_for(str(path), None, seconds=0.3)
    return str(caught.value).replace(f"cluster.kubeconfig: '{path}': ", "").replace(str(path.parent), "FOLDER")


@pytest.mark.parametrize(("change", "what"), ODD)
def test_one_that_cannot_be_used_is_named(tmp_path: Path, change: Callable[[Content], None], what: str) -> None:
    path = Path(kubeconfig(tmp_path, "http://192.0.2.1"))
    content = yaml.safe_load(path.read_text())
    change(content)
    path.write_text(yaml.safe_dump(content))
    assert told(path) == what


def test_one_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kubeconfig"
    path.write_bytes("contexts: é".encode("latin-1"))
    assert told(path) == "is not UTF-8: byte 11 is no text\n  hint: save it as UTF-8"


def test_one_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, "http://192.0.2.1"))
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert client_for(str(path), None).server == "http://192.0.2.1"


# What `kubectl config view --raw -o json` makes of an unquoted text; None where it refuses it as no text.
# Recorded from kubectl 1.34.4.
TEXTS = [
    ("190:20:30", "190:20:30"),
    ("2024-01-01", "2024-01-01"),
    ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
    ("0x", "0x"),
    ("=", "="),
    ("!!str 1", "1"),
    ("!!str yes", "yes"),
    ("~", ""),
    ("yes", None),
    ("y", None),
    ("Off", None),
    ("0o17", None),
    ("08", None),
    ("1_000", None),
    ("1e3", None),
    ("+.5", None),
    (".inf", None),
    ('!!int "5"', None),
]
FLAGS = [("yes", True), ("Y", True), ("ON", True), ("TRUE", True), ("no", False), ("off", False), ("~", False)]


def cluster(folder: Path, line: str, after: str = "") -> Section:
    """The cluster of a kubeconfig, written with a line of its own."""
    path = folder / "kubeconfig"
    path.write_text(
        f"clusters: [{{name: a, cluster: {{server: https://a, {line}}}}}]\n"
        f"contexts: [{{name: a, context: {{cluster: a}}}}]\ncurrent-context: a\n{after}"
    )
    return sections(path, None)[0]


@pytest.mark.parametrize(("written", "read"), TEXTS)
def test_an_unquoted_text_is_read_as_kubectl_reads_it(tmp_path: Path, written: str, read: str | None) -> None:
    found = cluster(tmp_path, f"tls-server-name: {written}")
    if read is None:
        with pytest.raises(ClusterError, match=r"'tls-server-name' is (a number|true or false), not text$"):
            found.text("tls-server-name")
    else:
        assert found.text("tls-server-name") == read


@pytest.mark.parametrize(("written", "read"), FLAGS)
def test_a_flag_is_read_as_kubectl_reads_it(tmp_path: Path, written: str, read: bool) -> None:
    assert cluster(tmp_path, f"insecure-skip-tls-verify: {written}").flag("insecure-skip-tls-verify") is read


def test_of_a_key_that_is_there_twice_the_last_value_counts_as_for_kubectl(tmp_path: Path) -> None:
    assert cluster(tmp_path, "server: https://b").text("server") == "https://b"


def test_the_first_document_alone_is_read_as_by_kubectl(tmp_path: Path) -> None:
    assert cluster(tmp_path, "proxy-url: ''", after="---\ncurrent-context: b\n").text("server") == "https://a"


def test_merges_are_followed_as_by_kubectl(tmp_path: Path) -> None:
    assert cluster(tmp_path, "<<: {tls-server-name: b, server: https://b}").fields == {
        "server": "https://a",
        "tls-server-name": "b",
    }


def test_a_current_context_that_is_no_text_is_refused_as_by_kubectl(tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, "http://192.0.2.1"))
    path.write_text(path.read_text().replace("current-context: here", "current-context: yes"))
    assert told(path) == "the file: 'current-context' is true or false, not text"


def test_an_anchor_that_contains_itself_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text("preferences: &a {x: *a}\n")
    assert told(path) == "is not a kubeconfig: line 1: anchor 'a' contains itself"
