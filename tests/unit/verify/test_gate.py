"""The gate opens when MetalLB takes objects, and says what it waits for until then."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig
from verify.gate import main, wait

CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
POOLS = "/apis/metallb.io/v1beta1/namespaces/metallb-system/ipaddresspools"
WEBHOOK_AWAY = (
    'Internal error occurred: failed calling webhook "ipaddresspoolvalidationwebhook.metallb.io": connection refused'
)


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


def crds(api: Api, *established: str) -> Api:
    status = {"conditions": [{"type": "Established", "status": "True"}]}
    for name in established:
        api.on(f"{CRDS}/{name}.metallb.io", {"metadata": {"name": f"{name}.metallb.io"}, "status": status})
    return api


ALL = ("ipaddresspools", "bgppeers", "bgpadvertisements")


def gate(api: Api, folder: Path, seconds: str = "0") -> int:
    words = ["--kubeconfig", kubeconfig(folder, api.server), "--namespace", "metallb-system", "--seconds", seconds]
    return main(words)


def test_it_opens_when_a_dry_run_is_taken(api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crds(api, *ALL).on(POOLS, {}, method="POST")
    assert gate(api, tmp_path) == 0
    assert api.asked[-1] == f"POST {POOLS}?dryRun=All"
    assert capsys.readouterr().out == "MetalLB takes objects\n"


def test_a_webhook_that_dislikes_the_probe_answers_too(api: Api, tmp_path: Path) -> None:
    refusal = {"message": "admission webhook denied the request: CIDR overlaps", "reason": "Forbidden"}
    crds(api, *ALL).on(POOLS, refusal, status=403, method="POST")
    assert gate(api, tmp_path) == 0


@pytest.mark.parametrize(
    ("established", "status", "message", "obstacle"),
    [
        (ALL[:2], 200, "", "CRD bgpadvertisements.metallb.io is not established"),
        (ALL, 500, WEBHOOK_AWAY, "the webhook does not answer"),
        (ALL, 404, "namespace not found", "404 Not Found"),
    ],
)
def test_it_says_what_is_in_the_way(
    api: Api,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    established: tuple[str, ...],
    status: int,
    message: str,
    obstacle: str,
) -> None:
    crds(api, *established).on(POOLS, {"message": message}, status=status, method="POST")
    assert gate(api, tmp_path) == 1
    assert capsys.readouterr().err == (
        f"metallb: not ready after 0 s: {obstacle}\n"
        "  hint: look at `kubectl -n NAMESPACE get pods` and the controller's log; can the API server reach its pods?\n"
    )


def test_it_tells_each_obstacle_once(capsys: pytest.CaptureFixture[str]) -> None:
    obstacles = iter(["the CRD", "the CRD", "the webhook", ""])
    wait(60, lambda: next(obstacles), pause_seconds=0)
    assert capsys.readouterr().err == "waiting: the CRD\nwaiting: the webhook\n"


def test_the_time_is_a_limit() -> None:
    with pytest.raises(ClusterError, match=r"^metallb: not ready after 0\.1 s: the webhook"):
        wait(0.1, lambda: "the webhook", pause_seconds=0.02)


def test_a_silent_server_is_waited_for_no_longer_than_the_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert gate(Api(server=server), tmp_path, "1") == 1
    # An answer may take 10 s where there is no such time.
    assert 0.5 < time.monotonic() - begun < 8
    said = rf"{server}: CRD ipaddresspools\.metallb\.io: no answer: silent for (1|0\.\d) s\n"
    assert re.fullmatch(said, capsys.readouterr().err)


def test_a_dry_run_without_an_answer_is_the_webhooks_silence(
    api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crds(api, *ALL).never(POOLS, method="POST")
    assert gate(api, tmp_path, "1") == 1
    assert "metallb: not ready after 1 s: the webhook does not answer\n" in capsys.readouterr().err


def test_the_environment_may_give_it_another_time(
    api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_METALLB_SECONDS", "0.5")
    assert main(["--kubeconfig", kubeconfig(tmp_path, api.server), "--namespace", "metallb-system"]) == 1
    said = "metallb: not ready after 0.5 s: CRD ipaddresspools.metallb.io is not established\n"
    assert said in capsys.readouterr().err


def test_a_time_in_the_environment_that_is_no_number_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_METALLB_SECONDS", "soon")
    with pytest.raises(SystemExit):
        main(["--kubeconfig", "here", "--namespace", "metallb-system"])
    assert "argument --seconds: invalid float value: 'soon'" in capsys.readouterr().err
