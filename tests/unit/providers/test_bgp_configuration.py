"""What Calico's settings were before the stack is remembered through updates, and comes back."""

from pathlib import Path
from typing import Any

from providers.bgp_configuration import BgpConfigurationProvider
from tests.api_server import Api, api_server, kubeconfig

LIST = "/apis/projectcalico.org/v3/bgpconfigurations"
AGGREGATION = {"serviceLoadBalancerAggregation": "Enabled"}


def cluster(api: Api, spec: dict[str, Any]) -> None:
    """A cluster whose `default` settings are these and that takes every change."""
    for method in ("GET", "PATCH", "DELETE"):
        api.on(f"{LIST}/default", {"metadata": {"name": "default"}, "spec": spec}, method=method)
    resources = [{"name": "bgpconfigurations", "kind": "BGPConfiguration", "namespaced": False, "verbs": []}]
    api.on("/apis/projectcalico.org/v3", {"kind": "APIResourceList", "resources": resources})


def props(path: str, spec: dict[str, Any], **before: Any) -> dict[str, Any]:
    return {"kubeconfig": path, "name": "default", "spec": spec, "before": {"fields": {}, **before}}


def test_a_field_that_was_not_there_before_the_stack_is_not_taken_for_its_own_after_an_update(tmp_path: Path) -> None:
    with api_server() as api:
        cluster(api, {"asNumber": 65002, **AGGREGATION})
        path = kubeconfig(tmp_path, api.server)
        olds = props(path, {"asNumber": 65002.0}, existed=False)
        news = {"kubeconfig": path, "name": "default", "spec": {"asNumber": 65003.0}}
        outs = BgpConfigurationProvider().update("default", olds, news).outs
    assert outs is not None
    assert outs["before"]["fields"] == {}


def test_a_field_that_came_and_went_does_not_keep_the_stacks_own_object_alive(tmp_path: Path) -> None:
    with api_server() as api:
        cluster(api, {"asNumber": 65002, **AGGREGATION})
        held = props(
            kubeconfig(tmp_path, api.server),
            {"asNumber": 65002.0},
            existed=False,
            fields=AGGREGATION,
            defaults=AGGREGATION,
        )
        BgpConfigurationProvider().delete("default", held)
    assert api.asked[-1] == f"DELETE {LIST}/default"
