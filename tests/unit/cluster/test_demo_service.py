"""The demonstration is the seed's nginx: three pods on three nodes, each page its pod's name, one says who asks."""

from cluster.demo_service import deployment_spec, service_annotations, service_spec
from tests.seed import Values, calico_only, seed_stack


def mounted(folder: str, file: str) -> dict[str, object]:
    return {"name": "from-annotations", "mountPath": f"{folder}/{file}", "subPath": file, "readOnly": True}


def annotation(file: str) -> dict[str, object]:
    return {"path": file, "fieldRef": {"fieldPath": f"metadata.annotations['bgp-coexist/{file}']"}}


def test_the_pods_spread_over_the_nodes_and_show_their_names() -> None:
    assert deployment_spec(seed_stack().demo) == {
        "replicas": 3,
        "selector": {"matchLabels": {"app": "nginx"}},
        "template": {
            "metadata": {
                "labels": {"app": "nginx"},
                "annotations": {
                    "bgp-coexist/ssi.conf": "ssi on;\n",
                    "bgp-coexist/source.html": '<!--# echo var="remote_addr" -->\n',
                },
            },
            "spec": {
                "containers": [
                    {
                        "name": "nginx",
                        "image": "nginx",
                        "imagePullPolicy": "IfNotPresent",
                        "ports": [{"name": "http", "containerPort": 80}],
                        "lifecycle": {
                            "postStart": {
                                "exec": {"command": ["cp", "/etc/hostname", "/usr/share/nginx/html/index.html"]}
                            }
                        },
                        "readinessProbe": {"httpGet": {"path": "/", "port": "http"}, "periodSeconds": 2},
                        "volumeMounts": [
                            mounted("/etc/nginx/conf.d", "ssi.conf"),
                            mounted("/usr/share/nginx/html", "source.html"),
                        ],
                    }
                ],
                "volumes": [
                    {
                        "name": "from-annotations",
                        "downwardAPI": {"items": [annotation("ssi.conf"), annotation("source.html")]},
                    }
                ],
                "topologySpreadConstraints": [
                    {
                        "maxSkew": 1,
                        "topologyKey": "kubernetes.io/hostname",
                        "whenUnsatisfiable": "DoNotSchedule",
                        "labelSelector": {"matchLabels": {"app": "nginx"}},
                        "nodeTaintsPolicy": "Honor",
                        "matchLabelKeys": ["pod-template-hash"],
                    }
                ],
            },
        },
    }


def test_the_service_is_a_load_balancer_on_port_80() -> None:
    assert service_spec(seed_stack().demo) == {
        "type": "LoadBalancer",
        "selector": {"app": "nginx"},
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}],
    }


def test_a_local_traffic_policy_is_in_the_services_spec() -> None:
    def local(values: Values) -> None:
        values["demo"] = {"externalTrafficPolicy": "Local"}

    own = service_spec(seed_stack().demo)
    assert service_spec(seed_stack(local).demo) == own | {"externalTrafficPolicy": "Local"}


def test_only_of_calico_the_service_requests_an_address_from_the_stacks_pools() -> None:
    def two(values: Values) -> None:
        calico_only(values)
        values["calico"]["pools"]["more"] = ["10.101.0.0/28"]

    waited = {"pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].ip}"}
    assert service_annotations(seed_stack()) == waited
    requested = {"projectcalico.org/ipv4pools": '["10.100.0.0/24", "10.101.0.0/28"]'}
    assert service_annotations(seed_stack(two)) == waited | requested
