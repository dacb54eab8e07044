"""An archive is what `docker save` would have written."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from lab.kubernetes.images.archive import Image, write_archive
from lab.kubernetes.images.layer import Entry

IMAGE = Image(
    "example.lab/thing:1",
    (Entry("thing", b"program"),),
    ("/thing",),
    ("--now",),
    ports=("80/tcp",),
    stop_signal="SIGQUIT",
)


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {each.name: file.read() for each in tar if (file := tar.extractfile(each))}


def test_the_manifest_names_the_configuration_and_the_layer(tmp_path: Path) -> None:
    write_archive(IMAGE, tmp_path / "image.tar")
    files = members(tmp_path / "image.tar")
    (manifest,) = json.loads(files["manifest.json"])
    layer = hashlib.sha256(files[manifest["Layers"][0]]).hexdigest()
    config = hashlib.sha256(files[manifest["Config"]]).hexdigest()
    assert manifest == {
        "Config": f"{config}.json",
        "RepoTags": ["example.lab/thing:1"],
        "Layers": [f"{layer}/layer.tar"],
    }


def test_the_configuration_says_how_to_start_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    write_archive(IMAGE, tmp_path / "image.tar")
    files = members(tmp_path / "image.tar")
    (manifest,) = json.loads(files["manifest.json"])
    diff_id = "sha256:" + manifest["Layers"][0].removesuffix("/layer.tar")
    assert json.loads(files[manifest["Config"]]) == {
        "architecture": "amd64",
        "os": "linux",
        "created": "1970-01-01T00:00:00Z",
        "config": {
            "Entrypoint": ["/thing"],
            "Cmd": ["--now"],
            "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            "ExposedPorts": {"80/tcp": {}},
            "StopSignal": "SIGQUIT",
        },
        "rootfs": {"type": "layers", "diff_ids": [diff_id]},
        "history": [{"created": "1970-01-01T00:00:00Z", "created_by": "bgp-coexist lab"}],
    }


def test_the_same_image_gives_the_same_bytes(tmp_path: Path) -> None:
    write_archive(IMAGE, tmp_path / "first.tar")
    write_archive(IMAGE, tmp_path / "second.tar")
    assert (tmp_path / "first.tar").read_bytes() == (tmp_path / "second.tar").read_bytes()


def test_nothing_but_the_archive_is_left_in_its_folder(tmp_path: Path) -> None:
    write_archive(IMAGE, tmp_path / "image.tar")
    assert [each.name for each in tmp_path.iterdir()] == ["image.tar"]


def test_another_byte_in_a_file_is_another_digest() -> None:
    other = Image(IMAGE.reference, (Entry("thing", b"Program"),), ("/thing",), ("--now",), ("80/tcp",), "SIGQUIT")
    assert other.digest() != IMAGE.digest()
