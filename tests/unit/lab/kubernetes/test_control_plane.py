"""The control plane's command lines, word for word."""

from pathlib import Path

from lab.fabric.places import Places
from lab.kubernetes import control_plane

LAB = Places(Path("/lab"))
BIN = Path("/bin")


def test_etcd() -> None:
    assert control_plane.etcd_argv(BIN / "etcd", Path("/lab/etcd")) == [
        "/bin/etcd",
        "--name=master1",
        "--data-dir=/lab/etcd",
        "--listen-client-urls=http://127.0.0.1:2379",
        "--advertise-client-urls=http://127.0.0.1:2379",
        "--listen-peer-urls=http://127.0.0.1:2380",
        "--log-level=warn",
    ]


def test_the_api_server() -> None:
    assert control_plane.apiserver_argv(BIN / "kube-apiserver", LAB) == [
        "/bin/kube-apiserver",
        "--advertise-address=10.0.0.1",
        "--secure-port=6443",
        "--etcd-servers=http://127.0.0.1:2379",
        "--service-cluster-ip-range=10.96.0.0/14",
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--client-ca-file=/lab/certificates/ca.crt",
        "--tls-cert-file=/lab/certificates/apiserver.crt",
        "--tls-private-key-file=/lab/certificates/apiserver.key",
        "--kubelet-certificate-authority=/lab/certificates/ca.crt",
        "--kubelet-client-certificate=/lab/certificates/apiserver-kubelet-client.crt",
        "--kubelet-client-key=/lab/certificates/apiserver-kubelet-client.key",
        "--kubelet-preferred-address-types=InternalIP",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--service-account-key-file=/lab/certificates/service-account.pub",
        "--service-account-signing-key-file=/lab/certificates/service-account.key",
        "--requestheader-client-ca-file=/lab/certificates/front-proxy-ca.crt",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--proxy-client-cert-file=/lab/certificates/front-proxy-client.crt",
        "--proxy-client-key-file=/lab/certificates/front-proxy-client.key",
        "--profiling=false",
        "--v=0",
    ]


def test_the_controller_manager_hands_out_no_pod_ranges() -> None:
    words = control_plane.controller_manager_argv(BIN / "kube-controller-manager", LAB)
    assert [word for word in words if "cidr" in word] == ["--allocate-node-cidrs=false"]


def test_the_scheduler() -> None:
    config = "/lab/certificates/kube-scheduler.kubeconfig"
    assert control_plane.scheduler_argv(BIN / "kube-scheduler", LAB) == [
        "/bin/kube-scheduler",
        f"--kubeconfig={config}",
        f"--authentication-kubeconfig={config}",
        f"--authorization-kubeconfig={config}",
        "--bind-address=127.0.0.1",
        "--leader-elect=false",
        "--profiling=false",
        "--v=0",
    ]
