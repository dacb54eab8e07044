"""The environment and the commands of the calico-node container."""

from __future__ import annotations

from lab.fabric.places import Places
from lab.fabric.topology import Host
from lab.kubernetes.calico.names import folder

POD_CIDR = "192.168.0.0/16"
BLOCK_BITS = 26
MACHINE_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

STARTUP = ("calico-node", "-startup", "-complete-startup")
CONFD = ("calico-node", "-confd")
FELIX = ("calico-node", "-felix")
# calicoctl looks for a process whose first word is `bird`, hence names from the PATH and no paths.
BIRD_FILES = ("-s", "/run/calico/bird.ctl", "-P", "/run/calico/bird.pid", "-c", "/etc/calico/confd/config/bird.cfg")
BIRD = ("bird", "-d", *BIRD_FILES)
READY = ("calico-node", "-felix-ready", "-bird-ready")

# Source: https://github.com/projectcalico/calico/blob/v3.31.0/manifests/calico.yaml (DaemonSet calico-node)
STOCK = {
    "DATASTORE_TYPE": "kubernetes",
    "WAIT_FOR_DATASTORE": "true",
    "CALICO_NETWORKING_BACKEND": "bird",
    "CLUSTER_TYPE": "k8s,bgp",
    "CALICO_DISABLE_FILE_LOGGING": "true",
    "FELIX_DATASTORETYPE": "kubernetes",
    "FELIX_DEFAULTENDPOINTTOHOSTACTION": "ACCEPT",
    "FELIX_IPV6SUPPORT": "false",
    "FELIX_HEALTHENABLED": "true",
}

# The pool that calico-node creates at its first start: blocks of 64 addresses, without encapsulation.
# Source: https://docs.tigera.io/calico/3.31/reference/configure-calico-node
POOL = {
    "CALICO_IPV4POOL_CIDR": POD_CIDR,
    "CALICO_IPV4POOL_BLOCK_SIZE": str(BLOCK_BITS),
    "CALICO_IPV4POOL_IPIP": "Never",
    "CALICO_IPV4POOL_VXLAN": "Never",
    "CALICO_IPV4POOL_NAT_OUTGOING": "false",
    "CALICO_IPV6POOL_CIDR": "none",
    "IP6": "none",
}

PROCESS = {
    # The network's configuration is written by the lab, with a kubeconfig that does not expire.
    "CALICO_MANAGE_CNI": "false",
    "FELIX_NFTABLESMODE": "Enabled",
    "FELIX_BPFENABLED": "false",
    "FELIX_XDPENABLED": "false",
    "FELIX_HEALTHHOST": "127.0.0.1",
    "FELIX_LOGFILEPATH": "none",
    "FELIX_USAGEREPORTINGENABLED": "false",
    # Without cgo there is no eBPF, and the search for its leftovers panics.
    "FELIX_DebugSkipCTLBCleanup": "true",
}


def environment(places: Places, node: Host) -> dict[str, str]:
    """The environment of the node's Calico programs."""
    own = {
        "NODENAME": node.name,
        "FELIX_FELIXHOSTNAME": node.name,
        "IP": str(node.address),
        "KUBECONFIG": str(places.inside_kubeconfig),
        "PATH": f"{folder(places)}:{MACHINE_PATH}",
    }
    return STOCK | POOL | PROCESS | own
