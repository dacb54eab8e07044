"""The demonstration service: a web server whose page is its pod's name, behind a LoadBalancer address.

A second page, `SOURCE_PAGE`, is the address that the pod sees of who asks, by nginx's server-side includes. Another
image than nginx's has no such page, or one that is no address.
"""

import json
from pathlib import PurePosixPath
from typing import Any

from model.cluster import Demo
from model.stack import Stack

PORT = 80
SOURCE_PAGE = "source.html"
# Files of the pods, by the name of the annotation that has their text: no object besides the Deployment is needed, and
# nginx finds them when it starts.
_FILES = {
    "bgp-coexist/ssi.conf": ("/etc/nginx/conf.d/ssi.conf", "ssi on;\n"),
    f"bgp-coexist/{SOURCE_PAGE}": (f"/usr/share/nginx/html/{SOURCE_PAGE}", '<!--# echo var="remote_addr" -->\n'),
}
_VOLUME = "from-annotations"


def labels(demo: Demo) -> dict[str, str]:
    """The labels of the demonstration's pods."""
    return {"app": demo.name}


def deployment_spec(demo: Demo) -> dict[str, Any]:
    """The Deployment's spec: the pods are spread evenly over the nodes that accept pods."""
    return {
        "replicas": demo.replicas,
        "selector": {"matchLabels": labels(demo)},
        "template": {
            "metadata": {
                "labels": labels(demo),
                "annotations": {name: text for name, (_, text) in _FILES.items()},
            },
            "spec": {
                "containers": [_container(demo)],
                "volumes": [_volume()],
                "topologySpreadConstraints": [_spread(demo)],
            },
        },
    }


def _container(demo: Demo) -> dict[str, Any]:
    page_is_the_pods_name = ["cp", "/etc/hostname", "/usr/share/nginx/html/index.html"]
    return {
        "name": demo.name,
        "image": demo.image,
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"name": "http", "containerPort": PORT}],
        "lifecycle": {"postStart": {"exec": {"command": page_is_the_pods_name}}},
        "readinessProbe": {"httpGet": {"path": "/", "port": "http"}, "periodSeconds": 2},
        "volumeMounts": [
            {"name": _VOLUME, "mountPath": path, "subPath": PurePosixPath(path).name, "readOnly": True}
            for path, _ in _FILES.values()
        ],
    }


def _volume() -> dict[str, Any]:
    items = [
        {"path": PurePosixPath(path).name, "fieldRef": {"fieldPath": f"metadata.annotations['{name}']"}}
        for name, (path, _) in _FILES.items()
    ]
    return {"name": _VOLUME, "downwardAPI": {"items": items}}


def _spread(demo: Demo) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": labels(demo)},
        # A node that accepts no pods (a tainted control plane) must not count as empty,
        # and the pods of an older revision must not count while they are being replaced.
        "nodeTaintsPolicy": "Honor",
        "matchLabelKeys": ["pod-template-hash"],
    }


def service_annotations(stack: Stack) -> dict[str, str]:
    """The Service's annotations: what the provider waits for, and Calico's request for an address.

    The provider waits for the address; by itself it would wait 10 s more, for endpoints that are there by then.
    Where Calico assigns addresses, one from the stack's pools is requested: Calico may have other pools, and may be
    configured to assign addresses only to services that request one.

    Sources: https://www.pulumi.com/registry/packages/kubernetes/installation-configuration (pulumi.com/waitFor),
    https://docs.tigera.io/calico/latest/networking/ipam/service-loadbalancer
    """
    waited = {"pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].ip}"}
    if stack.assigner() != "calico":
        return waited
    pools = [str(prefix) for prefix in stack.pool_prefixes().values()]
    return waited | {"projectcalico.org/ipv4pools": json.dumps(pools)}


def service_spec(demo: Demo) -> dict[str, Any]:
    """The Service's spec: one LoadBalancer address, port 80; Kubernetes' default traffic policy is left out."""
    policy = demo.external_traffic_policy
    return {
        "type": "LoadBalancer",
        "selector": labels(demo),
        "ports": [{"name": "http", "port": PORT, "targetPort": "http", "protocol": "TCP"}],
    } | ({"externalTrafficPolicy": policy} if policy != "Cluster" else {})
