"""The control plane's command lines, where parts of the lab must agree or a default is unsafe."""

import re
from pathlib import Path

from lab.fabric.places import Places
from lab.kubernetes import control_plane

PROGRAM = Path("/bin/program")


def test_every_file_they_read_is_one_that_the_lab_makes(places: Places) -> None:
    programs = (control_plane.apiserver_argv, control_plane.controller_manager_argv, control_plane.scheduler_argv)
    words = [word for argv in programs for word in argv(PROGRAM, places)[1:]]
    read = [Path(found[1]) for word in words if (found := re.search(r"=(/.*)", word))]
    assert read
    assert [path for path in read if not path.is_file()] == []


def test_the_api_server_alone_is_reached_from_other_machines(places: Places) -> None:
    addresses = [
        *re.findall(r"listen-\S+=http://([^:]+):", " ".join(control_plane.etcd_argv(PROGRAM, Path("/data")))),
        *re.findall(r"--bind-address=(\S+)", " ".join(control_plane.controller_manager_argv(PROGRAM, places))),
        *re.findall(r"--bind-address=(\S+)", " ".join(control_plane.scheduler_argv(PROGRAM, places))),
    ]
    assert addresses == ["127.0.0.1"] * 4


def test_the_api_server_allows_what_a_role_allows_and_nothing_else(places: Places) -> None:
    # By default every request is allowed.
    assert "--authorization-mode=Node,RBAC" in control_plane.apiserver_argv(PROGRAM, places)


def test_the_controller_manager_hands_out_no_pod_ranges(places: Places) -> None:
    words = control_plane.controller_manager_argv(PROGRAM, places)
    assert [word for word in words if "cidr" in word] == ["--allocate-node-cidrs=false"]
