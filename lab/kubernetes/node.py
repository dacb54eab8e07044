"""The configuration files and commands of a node's programs.

Source: containerd's docs/cri/config.md (1.6), kubelet.config.k8s.io/v1beta1, kubeproxy.config.k8s.io/v1alpha1.
"""

import json
from pathlib import Path
from typing import Any

from lab.fabric.places import Places
from lab.fabric.topology import Host
from lab.kubernetes.places import POD_RANGE, kubeconfig, pair

SOCKET = "/run/containerd/containerd.sock"


def containerd_toml(runc: Path, pause: str) -> str:
    """Containerd's configuration; paths are the node's own.

    Network namespaces are pinned under the node's state folder and not in /run/netns, which all nodes share.
    No AppArmor: containerd would load a profile into the kernel and leave it there.
    `restrict_oom_score_adj`: without CAP_SYS_RESOURCE runc cannot lower a score, and dies with a misleading message.
    """
    cri = 'plugins."io.containerd.grpc.v1.cri"'
    return f"""version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp",
]
[debug]
level = "warn"
[{cri}]
sandbox_image = "{pause}"
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
disable_apparmor = true
[{cri}.cni]
bin_dir = "/opt/cni/bin"
conf_dir = "/etc/cni/net.d"
[{cri}.containerd]
snapshotter = "overlayfs"
[{cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[{cri}.containerd.runtimes.runc.options]
BinaryName = "{runc}"
"""


def containerd_argv(program: Path, config: Path) -> list[str]:
    """The command of containerd, on its usual socket; each node has its own /run/containerd."""
    return [str(program), f"--config={config}", f"--address={SOCKET}"]


def kubelet_config(places: Places, host: Host, cgroup: str) -> dict[str, Any]:
    """The kubelet's configuration: authenticated, and with long intervals, because four of them share the machine.

    Args:
        places: The lab's files, with the certificates.
        host: The node.
        cgroup: The control group under which this node's pods live, such as `/coexist/worker1`.
    """
    server = pair(places, f"kubelet-server-{host.name}")
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": host.ip,
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(places.certificates / "ca.crt")},
        },
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": str(server.certificate),
        "tlsPrivateKeyFile": str(server.key),
        "containerRuntimeEndpoint": f"unix://{SOCKET}",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": cgroup,
        "cgroupsPerQOS": True,
        "enforceNodeAllocatable": [],
        "failSwapOn": False,
        "failCgroupV1": False,
        "localStorageCapacityIsolation": False,
        # No evictions: the lab does not use the machine's disk alone.
        "evictionHard": {},
        "imageGCHighThresholdPercent": 100,
        "resolvConf": "",
        "healthzBindAddress": "127.0.0.1",
        "maxPods": 110,
        "volumeStatsAggPeriod": "10m",
        "containerLogMonitorInterval": "1m",
        "nodeStatusReportFrequency": "5m",
        "registryPullQPS": 0,
    }


def kubelet_argv(program: Path, places: Places, host: Host, config: Path) -> list[str]:
    """The command of the kubelet, with the node's user of the API."""
    return [
        str(program),
        f"--config={config}",
        f"--kubeconfig={kubeconfig(places, f'kubelet-{host.name}')}",
        f"--hostname-override={host.name}",
        f"--node-ip={host.ip}",
        "--root-dir=/var/lib/kubelet",
        "--housekeeping-interval=30s",
        "--v=0",
    ]


def proxy_config(places: Places, host: Host) -> dict[str, Any]:
    """The configuration of kube-proxy with nftables; the machine's limits of connection tracking stay."""
    return {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "mode": "nftables",
        "hostnameOverride": host.name,
        "clusterCIDR": POD_RANGE,
        "nodePortAddresses": ["primary"],
        "clientConnection": {"kubeconfig": str(kubeconfig(places, "kube-proxy"))},
        "healthzBindAddress": "127.0.0.1:10256",
        "metricsBindAddress": "127.0.0.1:10249",
        "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
        "nftables": {"syncPeriod": "1m", "minSyncPeriod": "1s"},
    }


def proxy_argv(program: Path, config: Path) -> list[str]:
    """The command of kube-proxy."""
    return [str(program), f"--config={config}", "--v=0"]


def text(config: dict[str, Any]) -> str:
    """A configuration as JSON, which is YAML as well."""
    return json.dumps(config, indent=2) + "\n"
