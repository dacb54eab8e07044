"""Debian's nginx with the files that the demonstration brings: what its pages say, by the client's own requests."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from cluster import demo_service
from lab.kubernetes.images.nginx import NGINX_CONF
from tests.eventually import eventually
from tests.free_port import free_port
from tests.parts import needs
from tests.seed import seed_stack
from toolchain import part
from verify.client import curl_command, read_asked, read_pages, who_asks_command
from verify.sources import Asked

pytestmark = needs("nginx-root")
CLIENT, SERVICE = IPv4Address("127.0.0.7"), IPv4Address("10.100.0.0")
# Where nginx keeps what it cannot hold in memory; it makes the folders as it starts.
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def bring_files(root: Path) -> None:
    """Put the files of the Deployment's pods below a folder, as the kubelet does, and the page that they make."""
    template = demo_service.deployment_spec(seed_stack().demo)["template"]
    (container,), (volume,) = template["spec"]["containers"], template["spec"]["volumes"]
    fields = {item["path"]: item["fieldRef"]["fieldPath"] for item in volume["downwardAPI"]["items"]}
    for mount in container["volumeMounts"]:
        name = fields[mount["subPath"]].removeprefix("metadata.annotations['").removesuffix("']")
        path = root / mount["mountPath"].lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template["metadata"]["annotations"][name])
    _, _, page = container["lifecycle"]["postStart"]["exec"]["command"]
    (root / page.lstrip("/")).write_text("nginx-757979577d-2dfn9\n")


def configuration(root: Path, port: int) -> str:
    """The image's configuration with its paths below a folder, a free port and a user who may read them."""
    text = NGINX_CONF.replace("user nginx;", "user root;").replace("listen 80;", f"listen 127.0.0.1:{port};")
    for path in ("/etc/nginx/conf.d", "/usr/share/nginx", "/run/nginx.pid", "/dev/stdout", "/dev/stderr"):
        text = text.replace(path, f"{root}{path}")
    text = text.replace("/etc/nginx/mime.types", str(part("nginx-root") / "etc/nginx/mime.types"))
    return text.replace("http {", "http {" + "".join(f"{name}_temp_path {root}/{name};" for name in _TEMPORARY))


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Path]:
    """A folder with a curl that asks from the client's address, wherever it is sent, a running nginx."""
    port, root = free_port(), tmp_path / "pod"
    (root / "dev").mkdir(parents=True)
    (root / "run").mkdir()
    bring_files(root)
    (root / "nginx.conf").write_text(configuration(root, port))
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    options = f"--interface {CLIENT} --connect-to ::127.0.0.1:{port}"
    (bin_folder / "curl").write_text(f'#!/bin/sh\nexec {shutil.which("curl")} {options} "$@"\n')
    (bin_folder / "curl").chmod(0o755)
    installed = part("nginx-root")
    libraries = ":".join(str(installed / folder / "x86_64-linux-gnu") for folder in ("lib", "usr/lib"))
    words = ["-c", str(root / "nginx.conf"), "-p", str(root), "-e", str(root / "log"), "-g", "daemon off;"]
    process = subprocess.Popen(
        [str(installed / "usr/sbin/nginx"), *words], env={"LD_LIBRARY_PATH": libraries}, stderr=subprocess.DEVNULL
    )
    try:
        yield bin_folder
    finally:
        process.terminate()
        process.wait(10)


def run(command: str, folder: Path) -> str:
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True).stdout


def test_the_page_is_the_pods_name_and_a_second_one_says_who_asks(shell: Path) -> None:
    pages = eventually(lambda: read_pages(run(curl_command([SERVICE]), shell)), ("nginx-757979577d-2dfn9",), 10, 0.05)
    assert pages == ("nginx-757979577d-2dfn9",)
    assert read_asked(run(who_asks_command(SERVICE, 2), shell)) == (Asked(True, CLIENT, CLIENT),) * 2
