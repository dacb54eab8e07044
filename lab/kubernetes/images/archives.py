"""The files of the lab's images, each written once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lab.kubernetes.images.archive import Image, write_archive
from lab.kubernetes.images.frr import frr_image
from lab.kubernetes.images.metallb import metallb_image
from lab.kubernetes.images.nginx import nginx_image
from lab.kubernetes.images.pause import pause_image
from toolchain import part


def lab_images() -> tuple[Image, ...]:
    """The images of the lab's pods."""
    busybox = part("busybox")
    beside = {
        name: part(f"metallb-{name.removesuffix('.sh')}") for name in ("cp-tool", "frr-metrics", "frr-reloader.sh")
    }
    return (
        pause_image(part("pause")),
        nginx_image(part("nginx-root"), busybox),
        metallb_image("controller", part("metallb-controller")),
        metallb_image("speaker", part("metallb-speaker"), beside),
        frr_image(part("frr-root"), busybox),
    )


def archives_of(images: Iterable[Image], folder: Path) -> tuple[Path, ...]:
    """Write the missing archives of images to `folder`, named by their digests.

    Returns:
        The archives in the order of the images.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for image in images:
        name = image.reference.rpartition("/")[2].replace(":", "-")
        path = folder / f"{name}-{image.digest()[:16]}.tar"
        if not path.exists():
            write_archive(image, path)
        found.append(path)
    return tuple(found)


def lab_archives(cache: Path) -> tuple[Path, ...]:
    """The archives of all the lab's images, in `cache`/images.

    Raises:
        toolchain.ToolchainError: A part is not installed.
    """
    return archives_of(lab_images(), cache / "images")


def import_argv(ctr: Path, socket: Path, archive: Path) -> list[str]:
    """The command that imports an archive's image into a node's containerd.

    It is unpacked when the first pod needs it: most nodes and stacks do not use FRR or the controller.

    Args:
        ctr: containerd's client.
        socket: The node's containerd.
        archive: One of `lab_archives()`.
    """
    return [
        str(ctr),
        "--address",
        str(socket),
        "--namespace",
        "k8s.io",
        "images",
        "import",
        "--no-unpack",
        str(archive),
    ]
