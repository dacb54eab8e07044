"""Real Calico 3.31 on the lab's nodes, each part as a process instead of in the calico-node container.

Departures from a stock installation, which the documentation repeats:

- The programs run as processes of the node, in no container; the node's own folders stand for the container's.
- They use the cluster's admin kubeconfig and not service accounts with Calico's roles.
- BIRD is Debian's 1.6.8. It lacks Calico's own attribute krt_tunnel, which the template sets to nothing unless a pool
  uses IPIP; that assignment is removed. It starts without -R: with it, a peer that never answers holds its routes back.
- felix is built without cgo, so without eBPF; FELIX_DebugSkipCTLBCleanup=true keeps it from cleaning up after eBPF.
- There is no iptables, only nftables; four empty scripts answer felix's question for rules left by iptables.
- Not run: bird6, monitor-addresses, allocate-tunnel-addrs, the CNI token watcher, node-status-reporter, portmap.
- The projectcalico.org/v3 API server is a process beside kube-apiserver, found through an ExternalName service,
  and its certificate is not verified.
"""

from lab.kubernetes.calico.names import tools
from lab.kubernetes.calico.steps import install, prepare_node, start_node

__all__ = ["install", "prepare_node", "start_node", "tools"]
