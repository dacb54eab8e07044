"""A docker-archive: the tar file that `docker save` writes and `ctr images import` reads.

Source: https://github.com/moby/moby/blob/v24.0.0/image/spec/v1.2.md
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.kubernetes.images.layer import Entry, write_layer

# Go's names of processors, used in images, by Python's.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Image:
    """An image: its files and its start command.

    Attributes:
        reference: Full name with registry and tag, as containerd stores it.
        entries: The files of its single layer.
        entrypoint: The program and its fixed arguments.
        command: Default arguments, which a pod's `args` replace.
        ports: Exposed ports, such as `80/tcp`.
        stop_signal: The signal of a graceful stop.
    """

    reference: str
    entries: tuple[Entry, ...]
    entrypoint: tuple[str, ...]
    command: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    stop_signal: str = "SIGTERM"

    def digest(self) -> str:
        """A hash of the archive's content."""
        parts = [json.dumps(config_of(self, "")), *sorted(entry.digest() for entry in self.entries)]
        return hashlib.sha256("\n".join([self.reference, *parts]).encode()).hexdigest()


def config_of(image: Image, diff_id: str) -> dict[str, Any]:
    """The image's configuration: platform, start command and the digest of its layer."""
    machine = platform.machine()
    return {
        "architecture": ARCHITECTURES.get(machine, machine),
        "os": "linux",
        "created": "1970-01-01T00:00:00Z",
        "config": {
            "Entrypoint": list(image.entrypoint),
            "Cmd": list(image.command),
            "Env": [f"PATH={PATH}"],
            "ExposedPorts": {port: {} for port in image.ports},
            "StopSignal": image.stop_signal,
        },
        "rootfs": {"type": "layers", "diff_ids": [diff_id]},
        "history": [{"created": "1970-01-01T00:00:00Z", "created_by": "bgp-coexist lab"}],
    }


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    """Add a file with this name and text to the archive."""
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    tar.addfile(info, io.BytesIO(text.encode()))


def write_archive(image: Image, path: Path) -> None:
    """Write the image to `path` as a docker-archive, by a rename."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        layer, archive = Path(folder, "layer.tar"), Path(folder, "archive.tar")
        diff_id = write_layer(image.entries, layer)
        config = json.dumps(config_of(image, diff_id))
        config_name = hashlib.sha256(config.encode()).hexdigest() + ".json"
        layer_name = diff_id.removeprefix("sha256:") + "/layer.tar"
        manifest = [{"Config": config_name, "RepoTags": [image.reference], "Layers": [layer_name]}]
        with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
            _add_text(tar, "manifest.json", json.dumps(manifest))
            _add_text(tar, config_name, config)
            info = tarfile.TarInfo(layer_name)
            info.size = layer.stat().st_size
            with layer.open("rb") as file:
                tar.addfile(info, file)
        archive.replace(path)
