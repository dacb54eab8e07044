"""Real containerd takes the archives, and real nginx runs from its image."""

import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.kubernetes.images.archive import write_archive
from lab.kubernetes.images.archives import import_argv
from lab.kubernetes.images.layer import write_layer
from lab.kubernetes.images.nginx import nginx_image
from lab.kubernetes.images.pause import pause_image
from tests.eventually import eventually
from toolchain import part

pytestmark = [pytest.mark.root, pytest.mark.skipif(os.geteuid() != 0, reason="containerd mounts, so it needs root")]


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[Path]:
    """The socket of a containerd of our own, with nothing but what images need."""
    config, path = tmp_path / "containerd.toml", tmp_path / "c.sock"
    config.write_text(
        f'version = 2\nroot = "{tmp_path}/root"\nstate = "{tmp_path}/state"\n'
        'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n'
    )
    argv = [str(part("containerd")), "--config", str(config), "--address", str(path), "--log-level", "error"]
    containerd = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(path.exists, True)
    yield path
    containerd.terminate()
    containerd.wait(10)


def test_containerd_knows_the_images_by_their_names(socket: Path, tmp_path: Path) -> None:
    images = [pause_image(part("pause")), nginx_image(part("nginx-root"), part("busybox"))]
    for number, image in enumerate(images):
        archive = tmp_path / f"{number}.tar"
        write_archive(image, archive)
        subprocess.run(import_argv(part("ctr"), socket, archive), check=True, capture_output=True)
    argv = [str(part("ctr")), "--address", str(socket), "--namespace", "k8s.io", "images", "list", "--quiet"]
    listed = subprocess.run(argv, check=True, capture_output=True, text=True).stdout.split()
    assert set(listed) >= {image.reference for image in images}


def test_nginx_finds_all_it_needs_within_its_layer(tmp_path: Path) -> None:
    write_layer(nginx_image(part("nginx-root"), part("busybox")).entries, tmp_path / "layer.tar")
    root = tmp_path / "root"
    with tarfile.open(tmp_path / "layer.tar") as tar:
        # As an argument it is not known to the Python of Debian 12.
        tar.extraction_filter = lambda member, _: member
        tar.extractall(root)
    (root / "dev").mkdir()
    for name in ("stderr", "stdout", "null"):
        (root / "dev" / name).touch()
    checked = subprocess.run(["chroot", root, "nginx", "-t"], capture_output=True, text=True, check=False)
    assert checked.stderr.splitlines()[-1] == "nginx: configuration file /etc/nginx/nginx.conf test is successful"
