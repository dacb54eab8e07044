"""Debian's nginx under the name `nginx:latest`, laid out as the official image is.

So a Deployment that was written for the official image runs here unchanged, also one whose pods copy
/etc/hostname over /usr/share/nginx/html/index.html to make their name the page, or bring files for conf.d.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.debian import files_of, packaged
from lab.kubernetes.images.layer import Entry

NGINX_IMAGE = "docker.io/library/nginx:latest"
APPLETS = (
    *("cat", "cp", "echo", "env", "grep", "head", "hostname", "id", "ip", "kill", "ls", "mkdir", "mv", "nc"),
    *("netstat", "ping", "ps", "rm", "sed", "sh", "sleep", "tail", "touch", "vi"),
)
# Character set converters and OpenSSL's engines: 8 MB that nginx does not load here.
UNUSED_FOLDERS = ("gconv", "engines-3", "ossl-modules", "audit")

NGINX_CONF = """\
user nginx;
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr notice;
events {
    worker_connections 1024;
}
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log /dev/stdout;
    sendfile on;
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;
    server {
        listen 80;
        server_name localhost;
        location / {
            root /usr/share/nginx/html;
            index index.html;
        }
    }
}
"""
PASSWD = "root:x:0:0:root:/root:/bin/sh\nnginx:x:101:101:nginx:/nonexistent:/bin/false\n"
GROUP = "root:x:0:\nnginx:x:101:\n"


def _packaged(root: Path) -> Iterator[Entry]:
    """The files of the unpacked Debian packages that nginx needs: itself, its types, its page, its libraries."""
    own = [root / path for path in ("usr/sbin/nginx", "etc/nginx/mime.types", "usr/share/nginx/html/index.html")]
    yield from packaged(root, [*own, *files_of(root, "*.so*", UNUSED_FOLDERS)])


def _written() -> Iterator[Entry]:
    """The further files, and the folders that nginx expects."""
    for path, text in {"etc/nginx/nginx.conf": NGINX_CONF, "etc/passwd": PASSWD, "etc/group": GROUP}.items():
        yield Entry(path, text.encode(), mode=0o644)
    for folder in ("run", "var/lib/nginx", "var/log/nginx"):
        yield Entry(folder)
    yield Entry("tmp", mode=0o1777)


def nginx_image(root: Path, busybox: Path) -> Image:
    """The image of an nginx that serves /usr/share/nginx/html on port 80.

    Args:
        root: Folder with Debian's nginx and its libraries, unpacked.
        busybox: A static busybox, for `kubectl exec POD -- sh`.
    """
    applets = tuple(Entry(f"bin/{name}", link="busybox") for name in APPLETS)
    entries = (*_packaged(root), *_written(), Entry("bin/busybox", busybox), *applets)
    return Image(NGINX_IMAGE, entries, (), ("nginx", "-g", "daemon off;"), ("80/tcp",), "SIGQUIT")
