"""What a stack tells of the checks and of the client's requests."""

import json
import subprocess
from pathlib import Path

from components.verification import result_lines, session_counts, tallied, tally_command

RESULTS = [
    {"who": "csr1000v", "where": "k8s-calico", "what": "sessions Established", "actual": "4 of 4"},
    {"who": "client", "where": "default/nginx", "what": "requests to each pod", "actual": "3 of 3"},
]


def test_sessions_are_told_by_router_and_vrf() -> None:
    assert session_counts(RESULTS) == {"csr1000v k8s-calico": "4 of 4"}


def test_each_check_is_one_line() -> None:
    assert result_lines(RESULTS) == [
        "csr1000v  k8s-calico  sessions Established  4 of 4",
        "client  default/nginx  requests to each pod  3 of 3",
    ]


def test_the_tally_counts_what_a_real_shell_prints(tmp_path: Path) -> None:
    curl = tmp_path / "curl"
    curl.write_text(f"#!/bin/sh\necho >> {tmp_path}/n; echo nginx-$(( $(wc -l < {tmp_path}/n) % 3 ))\n")
    curl.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        ["sh", "-c", tally_command("10.100.0.0", 30)], env=environment, capture_output=True, text=True
    )
    assert json.loads(json.dumps(tallied(done.stdout))) == {"nginx-0": 10, "nginx-1": 10, "nginx-2": 10}
