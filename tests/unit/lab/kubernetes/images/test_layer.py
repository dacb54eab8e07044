"""A layer's bytes depend on its entries alone."""

import hashlib
import tarfile
from pathlib import Path

from lab.kubernetes.images.layer import Entry, write_layer


def test_the_same_entries_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    entries = [Entry("b", b"two"), Entry("a", b"one", mode=0o644), Entry("c", link="b"), Entry("d")]
    first = write_layer(entries, tmp_path / "first.tar")
    second = write_layer(reversed(entries), tmp_path / "second.tar")
    assert first == second
    assert (tmp_path / "first.tar").read_bytes() == (tmp_path / "second.tar").read_bytes()


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    digest = write_layer([Entry("a", b"one")], tmp_path / "layer.tar")
    assert digest == "sha256:" + hashlib.sha256((tmp_path / "layer.tar").read_bytes()).hexdigest()


def test_a_layer_holds_files_links_and_folders_owned_by_root(tmp_path: Path) -> None:
    source = tmp_path / "program"
    source.write_bytes(b"\x7fELF")
    entries = [Entry("bin/program", source), Entry("bin/name", link="program"), Entry("tmp", mode=0o1777)]
    write_layer(entries, tmp_path / "layer.tar")
    with tarfile.open(tmp_path / "layer.tar") as tar:
        members = [(each.name, each.type, each.mode, each.linkname, each.size, each.uid, each.mtime) for each in tar]
    assert members == [
        ("bin/name", tarfile.SYMTYPE, 0o777, "program", 0, 0, 0),
        ("bin/program", tarfile.REGTYPE, 0o755, "", 4, 0, 0),
        ("tmp", tarfile.DIRTYPE, 0o1777, "", 0, 0, 0),
    ]


def test_an_empty_file_and_a_folder_have_different_digests() -> None:
    assert Entry("a", b"").digest() != Entry("a").digest()
