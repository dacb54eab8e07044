"""What a stack tells of the checks and of the client's requests."""

import shlex
from collections.abc import Callable

import pulumi
import pytest

from components.outputs import look_around, outputs
from components.verification import request_counts, result_lines, session_counts
from tests.seed import Values, seed_stack
from tests.unit.picture.stacks import ten_racks, two_hundred

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


def test_the_clients_requests_are_counted_by_the_pod_that_answered() -> None:
    asked = {"who": "client", "where": "default/nginx", "what": "requests to the service"}
    answers = {"actual": "30 of 30: nginx-0 9, nginx-1 11, nginx-2 10"}
    assert request_counts([*RESULTS, {**asked, **answers}]) == {"nginx-0": 9, "nginx-1": 11, "nginx-2": 10}


@pytest.mark.parametrize("change", [lambda _: None, two_hundred, ten_racks], ids=["4", "200", "ten racks"])
def test_the_picture_is_an_output_of_a_few_thousand_characters(change: Callable[[Values], object]) -> None:
    pulumi.runtime.settings.configure(pulumi.runtime.Settings("bgp-coexist", "dev"))
    picture = outputs(seed_stack(change), None, None)["picture"]
    assert isinstance(picture, str)
    assert picture.startswith("flowchart LR\n")
    assert len(picture) < 8_000


def test_without_a_client_no_requests_are_counted() -> None:
    assert request_counts(RESULTS) == {}


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


def test_a_router_without_a_host_has_no_command() -> None:
    def without_a_host(values: Values) -> None:
        values["routers"]["csr1000v"] |= {"managed": False, "host": None, "username": None}

    assert commands(without_a_host) == commands()[1:]


def hostile(values: Values) -> None:
    values["routers"]["csr1000v"] |= {"knownHosts": "a b;reboot", "username": "$(id)"}
    values["cluster"] |= {"kubeconfig": "it's/kubeconfig", "context": "a & b"}
    values["verification"]["client"] |= {"privateKeyFile": "`id`", "username": "x;y"}


def test_what_a_shell_would_read_otherwise_is_quoted() -> None:
    router, kubectl, client, _ = commands(hostile)
    assert router.endswith("-o 'UserKnownHostsFile=a b;reboot' -p 10022 '$(id)@127.0.0.1'")
    assert shlex.split(kubectl)[1:5] == ["--kubeconfig", "it's/kubeconfig", "--context", "a & b"]
    assert client == "ssh -i '`id`' -o UserKnownHostsFile=.lab/known_hosts -p 10023 'x;y@127.0.0.1'"
