"""The commands of the control plane's programs.

Source: the reference pages of kube-apiserver, kube-controller-manager and kube-scheduler 1.34, and etcd 3.4.
"""

from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import MASTER
from lab.kubernetes.places import API_PORT, SERVICE_RANGE, kubeconfig, pair

ETCD_URL = "http://127.0.0.1:2379"
ISSUER = "https://kubernetes.default.svc.cluster.local"


def etcd_argv(program: Path, data: Path) -> list[str]:
    """The command of etcd, one member that only its own machine can reach."""
    return [
        str(program),
        f"--name={MASTER.name}",
        f"--data-dir={data}",
        f"--listen-client-urls={ETCD_URL}",
        f"--advertise-client-urls={ETCD_URL}",
        "--listen-peer-urls=http://127.0.0.1:2380",
        "--log-level=warn",
    ]


def apiserver_argv(program: Path, places: Places) -> list[str]:
    """The command of the API server, with the aggregation layer that projectcalico.org/v3 needs."""
    served, kubelets = pair(places, "apiserver"), pair(places, "apiserver-kubelet-client")
    front = pair(places, "front-proxy-client")
    folder = places.certificates
    return [
        str(program),
        f"--advertise-address={MASTER.ip}",
        f"--secure-port={API_PORT}",
        f"--etcd-servers={ETCD_URL}",
        f"--service-cluster-ip-range={SERVICE_RANGE}",
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        f"--client-ca-file={folder / 'ca.crt'}",
        f"--tls-cert-file={served.certificate}",
        f"--tls-private-key-file={served.key}",
        f"--kubelet-certificate-authority={folder / 'ca.crt'}",
        f"--kubelet-client-certificate={kubelets.certificate}",
        f"--kubelet-client-key={kubelets.key}",
        "--kubelet-preferred-address-types=InternalIP",
        f"--service-account-issuer={ISSUER}",
        f"--service-account-key-file={folder / 'service-account.pub'}",
        f"--service-account-signing-key-file={folder / 'service-account.key'}",
        f"--requestheader-client-ca-file={folder / 'front-proxy-ca.crt'}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={front.certificate}",
        f"--proxy-client-key-file={front.key}",
        "--profiling=false",
        "--v=0",
    ]


def controller_manager_argv(program: Path, places: Places) -> list[str]:
    """The command of the controller-manager with the default controllers; Calico assigns pod ranges to nodes."""
    config, folder = kubeconfig(places, "kube-controller-manager"), places.certificates
    return [
        str(program),
        f"--kubeconfig={config}",
        f"--authentication-kubeconfig={config}",
        f"--authorization-kubeconfig={config}",
        "--bind-address=127.0.0.1",
        "--leader-elect=false",
        "--allocate-node-cidrs=false",
        "--use-service-account-credentials=true",
        f"--service-account-private-key-file={folder / 'service-account.key'}",
        f"--root-ca-file={folder / 'ca.crt'}",
        f"--cluster-signing-cert-file={folder / 'ca.crt'}",
        f"--cluster-signing-key-file={folder / 'ca.key'}",
        "--profiling=false",
        "--v=0",
    ]


def scheduler_argv(program: Path, places: Places) -> list[str]:
    """The command of the default scheduler, without an election, because there is one."""
    config = kubeconfig(places, "kube-scheduler")
    return [
        str(program),
        f"--kubeconfig={config}",
        f"--authentication-kubeconfig={config}",
        f"--authorization-kubeconfig={config}",
        "--bind-address=127.0.0.1",
        "--leader-elect=false",
        "--profiling=false",
        "--v=0",
    ]
