"""The exporter's manifest on a real API server: it is taken as it is, and its identity can write nothing."""

import json
from collections.abc import Iterator

import pytest
import yaml

from tests.monitoring.api_alone import ApiAlone, api_alone
from tests.parts import needs
from tests.seed import PROJECT

pytestmark = [needs("kube-apiserver"), needs("etcd")]

MANIFEST = PROJECT / "monitoring" / "kubernetes.yaml"
WRITING = {"create", "update", "patch", "delete", "deletecollection", "*", "bind", "escalate", "impersonate"}
# What Kubernetes lets every identity ask about itself.
EVERYWHERE = {"nodes", "blockaffinities", "bgpconfigurations", "bgppeers"}
IN_NAMESPACES = {
    "default": {"services", "pods"},
    "metallb-system": {
        *("pods", "bfdprofiles", "bgpadvertisements", "configurationstates", "ipaddresspools", "servicebgpstatuses"),
    },
}
ABOUT_ITSELF = {"selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiAlone]:
    with api_alone(tmp_path_factory.mktemp("api")) as made:
        made.kubectl("create", "namespace", "metallb-system")
        made.kubectl("apply", "--validate=strict", "-f", str(MANIFEST))
        yield made


@pytest.fixture(scope="module")
def token(api: ApiAlone) -> str:
    words = ["create", "token", "bgp-coexist-exporter", "--namespace=bgp-coexist"]
    return api.kubectl(*words).stdout.strip()


@pytest.mark.parametrize("namespace", ["bgp-coexist", "default", "kube-system", "metallb-system"])
def test_no_rule_lets_it_write(api: ApiAlone, token: str, namespace: str) -> None:
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": namespace},
    }
    words = ["create", "-f", "-", "--output=json", "--validate=false"]
    status = json.loads(api.kubectl(*words, token=token, stdin=json.dumps(review)).stdout)["status"]
    strong = [rule for rule in status["resourceRules"] if WRITING & set(rule["verbs"])]
    assert {resource for rule in strong for resource in rule["resources"]} == ABOUT_ITSELF
    assert {verb for rule in status["nonResourceRules"] for verb in rule["verbs"]} == {"get"}
    read = {resource for rule in status["resourceRules"] if "list" in rule["verbs"] for resource in rule["resources"]}
    assert read == EVERYWHERE | IN_NAMESPACES.get(namespace, set())


def test_it_reads_what_the_checks_read(api: ApiAlone, token: str) -> None:
    for words in (["nodes"], ["services", "--namespace=default"], ["pods", "--namespace=default"]):
        api.kubectl("get", *words, token=token)


@pytest.mark.parametrize(
    "request_",
    [
        "create configmap more --namespace=bgp-coexist",
        "delete namespace default",
        "label namespace default more=yes",
        "get secrets --namespace=bgp-coexist",
        "get pods --namespace=kube-system",
        "create clusterrolebinding more --clusterrole=cluster-admin --serviceaccount=bgp-coexist:bgp-coexist-exporter",
    ],
)
def test_what_it_may_not_is_refused(api: ApiAlone, token: str, request_: str) -> None:
    done = api.kubectl(*request_.split(), token=token, check=False)
    assert done.returncode == 1
    assert "forbidden" in done.stderr.lower()


def test_its_pod_is_let_in_where_the_strictest_rules_for_pods_hold(api: ApiAlone) -> None:
    api.kubectl("label", "namespace", "bgp-coexist", "pod-security.kubernetes.io/enforce=restricted")
    (deployment,) = [each for each in yaml.safe_load_all(MANIFEST.read_text()) if each["kind"] == "Deployment"]
    metadata = {"name": "exporter", "namespace": "bgp-coexist"}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": deployment["spec"]["template"]["spec"]}
    api.kubectl("create", "--dry-run=server", "-f", "-", stdin=json.dumps(pod))
    pod["spec"]["containers"][0].pop("securityContext")
    refused = api.kubectl("create", "--dry-run=server", "-f", "-", stdin=json.dumps(pod), check=False)
    assert 'violates PodSecurity "restricted:latest"' in refused.stderr
