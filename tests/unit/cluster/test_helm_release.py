"""A release that a killed run left pending is told before anything is touched, with the way out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster.helm_release import check
from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig

SECRETS = "/api/v1/namespaces/metallb-system/secrets"
PENDING = {
    "name": "sh.helm.release.v1.metallb.v1",
    "creationTimestamp": "2026-01-02T03:04:05Z",
    "labels": {"owner": "helm", "name": "metallb", "status": "pending-install", "version": "1"},
}


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


def test_a_release_left_pending_is_named_with_the_way_out(api: Api, tmp_path: Path) -> None:
    api.on(SECRETS, {"items": [{"metadata": PENDING}]})
    with pytest.raises(ClusterError) as caught:
        check(kubeconfig(tmp_path, api.server), None, "metallb-system", "metallb")
    assert str(caught.value) == (
        "release 'metallb': in namespace 'metallb-system' is in pending-install "
        "(revision 1, since 2026-01-02T03:04:05Z): Helm refuses other operations on it\n"
        "  hint: if no operation is running: kubectl --namespace metallb-system delete secret "
        "sh.helm.release.v1.metallb.v1, then repeat"
    )
    assert api.asked == [
        f"GET {SECRETS}?labelSelector=owner%3Dhelm%2Cname%3Dmetallb%2Cstatus+in+%28"
        "pending-install%2Cpending-upgrade%2Cpending-rollback%29"
    ]


@pytest.mark.parametrize(("status", "body"), [(200, {"items": []}), (403, {"message": "no"}), (404, {})])
def test_nothing_is_said_where_nothing_is_pending_or_may_not_be_read(
    api: Api, tmp_path: Path, status: int, body: dict[str, object]
) -> None:
    api.on(SECRETS, body, status=status)
    check(kubeconfig(tmp_path, api.server), None, "metallb-system", "metallb")


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        ClusterError, match=r"release 'metallb': no answer from http://127\.0\.0\.1:9: connection refused"
    ):
        check(kubeconfig(tmp_path, "http://127.0.0.1:9"), None, "metallb-system", "metallb")
