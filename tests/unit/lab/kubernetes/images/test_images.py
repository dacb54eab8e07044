"""The lab's images hold what their pods need, under the names the pods ask for."""

from pathlib import Path

import pytest

from lab.kubernetes.images.frr import FRR_IMAGE, frr_image
from lab.kubernetes.images.layer import Entry
from lab.kubernetes.images.metallb import metallb_image
from lab.kubernetes.images.nginx import NGINX_CONF, nginx_image
from lab.kubernetes.images.pause import pause_image


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF")
    return path


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder laid out as Debian's packages are when unpacked."""
    root = tmp_path / "nginx-root"
    lib, usr_lib = root / "lib/x86_64-linux-gnu", root / "usr/lib/x86_64-linux-gnu"
    for folder in (
        lib,
        usr_lib / "gconv",
        root / "lib64",
        root / "usr/sbin",
        root / "etc/nginx",
        root / "usr/share/nginx/html",
    ):
        folder.mkdir(parents=True)
    for name in ("usr/sbin/nginx", "etc/nginx/mime.types", "etc/nginx/nginx.conf", "usr/share/nginx/html/index.html"):
        (root / name).write_text("packaged")
    for path in (lib / "ld-linux-x86-64.so.2", usr_lib / "libssl.so.3", usr_lib / "gconv/BIG5.so"):
        path.write_bytes(b"\x7fELF")
    (root / "lib64/ld-linux-x86-64.so.2").symlink_to("/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
    return root


def test_pause_is_one_program(program: Path) -> None:
    image = pause_image(program)
    assert image.reference == "bgp-coexist.lab/pause:1"
    assert [entry.path for entry in image.entries] == ["pause"]
    assert image.entrypoint == ("/pause",)


@pytest.mark.parametrize("role", ["controller", "speaker"])
def test_metallb_is_one_program_at_the_root(program: Path, role: str) -> None:
    image = metallb_image(role, program)
    assert image.reference == f"quay.io/metallb/{role}:v0.15.2"
    assert image.entries == (Entry(role, program), Entry("tmp", mode=0o1777))
    assert image.entrypoint == (f"/{role}",)


def test_the_speaker_brings_what_frrs_containers_take_from_it(program: Path) -> None:
    image = metallb_image("speaker", program, {"cp-tool": program, "frr-reloader.sh": program})
    assert [entry.path for entry in image.entries] == ["speaker", "cp-tool", "frr-reloader.sh", "tmp"]


def test_nginx_takes_its_program_types_and_libraries_from_the_packages(packages: Path, program: Path) -> None:
    image = nginx_image(packages, program)
    taken = [entry for entry in image.entries if entry.link.startswith("/") or isinstance(entry.content, Path)]
    assert sorted(entry.path for entry in taken) == [
        "bin/busybox",
        "etc/nginx/mime.types",
        "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
        "lib64/ld-linux-x86-64.so.2",
        "usr/lib/x86_64-linux-gnu/libssl.so.3",
        "usr/sbin/nginx",
        "usr/share/nginx/html/index.html",
    ]


def test_nginx_has_our_configuration_and_not_the_packages(packages: Path, program: Path) -> None:
    entries = {entry.path: entry for entry in nginx_image(packages, program).entries}
    assert entries["etc/nginx/nginx.conf"].data() == NGINX_CONF.encode()


def test_a_pod_can_copy_its_name_over_the_page_as_in_the_official_image(packages: Path, program: Path) -> None:
    image = nginx_image(packages, program)
    entries = {entry.path: entry for entry in image.entries}
    assert (image.entrypoint, image.command) == ((), ("nginx", "-g", "daemon off;"))
    assert entries["bin/cp"].link == "busybox"
    assert entries["usr/share/nginx/html/index.html"].data() == b"packaged"


def test_no_path_is_in_the_nginx_image_twice(packages: Path, program: Path) -> None:
    paths = [entry.path for entry in nginx_image(packages, program).entries]
    assert len(paths) == len(set(paths))


@pytest.fixture
def frr_root(tmp_path: Path) -> Path:
    """Debian's frr and what it needs, unpacked; with files that the image does without."""
    root = tmp_path / "frr-root"
    for path in (
        *("usr/lib/frr/bgpd", "usr/lib/frr/ospfd", "usr/lib/frr/frr-reload.py", "usr/bin/vtysh", "usr/bin/tini-static"),
        *("bin/bash", "usr/lib/x86_64-linux-gnu/frr/libfrr.so.0", "usr/lib/x86_64-linux-gnu/frr/modules/bgpd_bmp.so"),
        *("usr/lib/python3.11/argparse.py", "usr/lib/python3.11/lib2to3/main.py", "usr/bin/python3.11"),
        *("usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", "etc/frr/frr.conf"),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("packaged")
    (root / "usr/bin/python3").symlink_to("python3.11")
    return root


def test_frr_takes_what_the_charts_pods_run_and_no_other_daemon(frr_root: Path, program: Path) -> None:
    image = frr_image(frr_root, program)
    taken = [entry for entry in image.entries if isinstance(entry.content, Path)]
    assert sorted(entry.path for entry in taken) == [
        "bin/bash",
        "bin/busybox",
        "sbin/tini",
        "usr/bin/python3.11",
        "usr/bin/vtysh",
        "usr/lib/frr/bgpd",
        "usr/lib/frr/frr-reload.py",
        "usr/lib/python3.11/argparse.py",
        "usr/lib/x86_64-linux-gnu/frr/libfrr.so.0",
    ]


def test_frr_has_the_name_and_the_user_that_the_chart_asks_for(frr_root: Path, program: Path) -> None:
    image = frr_image(frr_root, program)
    entries = {entry.path: entry for entry in image.entries}
    assert image.reference == FRR_IMAGE == "quay.io/frrouting/frr:9.1.0"
    assert b"frr:x:100:101:" in entries["etc/passwd"].data()
    assert entries["usr/bin/python3"].link == "python3.11"


def test_frr_is_started_by_a_shell_that_knows_double_brackets(frr_root: Path, program: Path) -> None:
    entries = {entry.path: entry for entry in frr_image(frr_root, program).entries}
    assert entries["bin/sh"].link == "bash"


def test_no_path_is_in_the_frr_image_twice(frr_root: Path, program: Path) -> None:
    paths = [entry.path for entry in frr_image(frr_root, program).entries]
    assert len(paths) == len(set(paths))
