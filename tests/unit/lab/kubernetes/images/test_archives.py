"""Archives are written once per content and imported where kubelet looks."""

from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.archives import archives_of, import_argv
from lab.kubernetes.images.layer import Entry


def image(text: bytes) -> Image:
    return Image("example.lab/group/thing:1", (Entry("thing", text),), ("/thing",))


def test_an_archive_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    (first,) = archives_of([image(b"one")], tmp_path / "images")
    written = first.stat().st_mtime_ns
    (second,) = archives_of([image(b"one")], tmp_path / "images")
    assert (second, second.stat().st_mtime_ns) == (first, written)


def test_another_content_is_another_archive(tmp_path: Path) -> None:
    one, two = archives_of([image(b"one"), image(b"two")], tmp_path)
    assert one != two
    assert one.name.startswith("thing-1-")


def test_an_archive_is_imported_into_kubelets_namespace() -> None:
    assert import_argv(Path("/parts/ctr"), Path("/run/c.sock"), Path("/cache/a.tar")) == [
        *("/parts/ctr", "--address", "/run/c.sock", "--namespace", "k8s.io"),
        *("images", "import", "--no-unpack", "/cache/a.tar"),
    ]
