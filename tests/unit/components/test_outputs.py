"""What a stack tells of the checks and of the client's requests."""

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


def tally(folder: Path, script: str, requests: int) -> subprocess.CompletedProcess[str]:
    """The tally run by a real shell with a curl that answers as told."""
    curl = folder / "curl"
    curl.write_text(f"#!/bin/sh\necho >> {folder}/n\ncount=$(wc -l < {folder}/n)\n{script}\n")
    curl.chmod(0o755)
    words = ["sh", "-c", tally_command("10.100.0.0", requests)]
    return subprocess.run(words, env={"PATH": f"{folder}:/usr/bin:/bin"}, capture_output=True, text=True)


def test_the_tally_counts_the_answers(tmp_path: Path) -> None:
    done = tally(tmp_path, "echo nginx-$((count % 3))", 30)
    assert done.returncode == 0
    assert tallied(done.stdout) == {"nginx-0": 10, "nginx-1": 10, "nginx-2": 10}


def test_a_tally_with_a_request_unanswered_fails_with_curls_words(tmp_path: Path) -> None:
    done = tally(tmp_path, "[ $count -lt 5 ] || { echo 'curl: (7) refused' >&2; exit 7; }; echo nginx-0", 30)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "curl: (7) refused\n")
