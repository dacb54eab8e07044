"""What a stack tells of the checks and of the client's requests."""

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pulumi

from components.outputs import look_around
from components.verification import result_lines, session_counts, tallied, tally_command
from tests.seed import Values, seed_stack

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


def commands(change: Callable[[Values], object] = lambda _: None) -> list[str]:
    pulumi.runtime.settings.configure(pulumi.runtime.Settings("bgp-coexist", "dev"))
    return look_around(seed_stack(change))


def test_the_commands_to_look_around_are_those_of_before() -> None:
    assert commands()[:3] == [
        "ssh -o KexAlgorithms=+diffie-hellman-group14-sha1 -o HostKeyAlgorithms=+ssh-rsa "
        "-o UserKnownHostsFile=.lab/known_hosts -p 10022 admin@127.0.0.1",
        "kubectl --kubeconfig .lab/kubeconfig get pods,services -A -o wide",
        "ssh -i .lab/client_key -o UserKnownHostsFile=.lab/known_hosts -p 10023 root@127.0.0.1",
    ]


def hostile(values: Values) -> None:
    values["routers"]["csr1000v"] |= {"knownHosts": "a b;reboot", "username": "$(id)"}
    values["cluster"] |= {"kubeconfig": "it's/kubeconfig", "context": "a & b"}
    values["verification"]["client"] |= {"privateKeyFile": "`id`", "username": "x;y"}


def test_what_a_shell_would_read_otherwise_is_quoted() -> None:
    router, kubectl, client, _ = commands(hostile)
    assert router.endswith("-o 'UserKnownHostsFile=a b;reboot' -p 10022 '$(id)@127.0.0.1'")
    assert shlex.split(kubectl)[1:5] == ["--kubeconfig", "it's/kubeconfig", "--context", "a & b"]
    assert client == "ssh -i '`id`' -o UserKnownHostsFile=.lab/known_hosts -p 10023 'x;y@127.0.0.1'"
