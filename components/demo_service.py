"""The demonstration service: a Deployment of web servers behind one LoadBalancer address."""

from collections.abc import Sequence
from typing import Any

import pulumi

from cluster import demo_service
from components.kubernetes_object import KubernetesObject
from model.stack import Stack


class DemoService(pulumi.ComponentResource):
    """A Deployment and a Service of type LoadBalancer.

    Everything depends on the resources `reached`, and the Service on those in `after`, the pools of its address, too.
    """

    def __init__(
        self,
        stack: Stack,
        reached: Sequence[pulumi.Resource],
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("bgp-coexist:components:DemoService", "demo", None, opts)
        demo = stack.demo
        metadata = {"name": demo.name, "namespace": demo.namespace, "labels": demo_service.labels(demo)}
        deployment = KubernetesObject(
            "demo-deployment",
            "apps/v1",
            "Deployment",
            {"metadata": metadata, "spec": demo_service.deployment_spec(demo)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(reached)),
        )
        annotated = metadata | {"annotations": demo_service.service_annotations(stack)}
        service = KubernetesObject(
            "demo-service",
            "v1",
            "Service",
            {"metadata": annotated, "spec": demo_service.service_spec(demo)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[deployment, *after]),
        )
        self.resources: list[pulumi.Resource] = [deployment, service]
        self.address: pulumi.Output[str] = service.status.apply(_address)
        self.register_outputs({"address": self.address})


def _address(status: Any) -> str:
    # The provider waits until there is an address.
    return str(status["loadBalancer"]["ingress"][0]["ip"])
