"""The seed's router as a stack, to the letter."""

from pathlib import Path

import pytest

from adopt.__main__ import main

SEED = Path(__file__).parents[1] / "emulator" / "seed.txt"
PAGE = """\
# What csr1000v runs. VRF k8s-calico counts as Calico's, VRF k8s-metallb as MetalLB's:
# the neighbors of k8s-calico dial Loopback2 over up to 32 hops, those of the other VRF their own subnet.
# Values that are not on the router are placeholders, marked in their lines.
config:
  pulumi:disable-default-providers: [kubernetes]
  bgp-coexist:routers:
    csr1000v:
      host: 10.0.0.254
      username: admin
      asn: 65000
      routerId: 1.0.0.0
      interfaces:
        Loopback0: 1.1.1.0/32
      vrfs:
        k8s-calico:
          rd: '65000:2'
          export: ['65000:2']
          import: ['65000:1', '65000:2']
          routerId: 1.0.0.2
          interfaces:
            Loopback2: 1.1.1.2/32
            GigabitEthernet3: 10.0.1.254/24
          neighbors:
            ebgpMultihop: 32
            accept: all
            prefixListOut: deny-all-routes
        k8s-metallb:
          rd: '65000:1'
          export: ['65000:1']
          import: ['65000:1', '65000:2']
          routerId: 1.0.0.1
          interfaces:
            GigabitEthernet2: 10.0.0.254/24
          maximumPaths: 4
          neighbors:
            accept: all
            prefixListOut: deny-all-routes
      prefixLists:
        deny-all-routes:
          - seq 5 deny 0.0.0.0/0 le 32
  bgp-coexist:cluster:
    nodes:  # the names are placeholders: write the nodes' own, `kubectl get nodes -o wide` shows them
      node-10-0-0-1: 10.0.0.1
      node-10-0-0-11: 10.0.0.11
      node-10-0-0-12: 10.0.0.12
      node-10-0-0-13: 10.0.0.13
    podCidr: 192.168.0.0/16  # a placeholder: Calico's IP pool, `kubectl get ippools.projectcalico.org`
    serviceCidr: 10.96.0.0/12  # a placeholder: the API server's --service-cluster-ip-range
  bgp-coexist:calico:
    asn: 65002
    peers: [1.1.1.2]
    announce: all  # as Calico does by itself; with own each node announces only its own pod blocks
  bgp-coexist:metallb:
    asn: 65001
    peers: [10.0.0.254]
    pools:  # a placeholder: MetalLB's address pools
      default: [203.0.113.0/24]
  bgp-coexist:demo:
    enabled: false
  bgp-coexist:verification:  # switch it on once the cluster's part is right
    enabled: false
"""


def test_the_seeds_router_is_the_seeds_stack(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--from", str(SEED), "--name", "csr1000v", "--interface", "Loopback0"]
    assert main(["admin@10.0.0.254", *options]) == 0
    assert capsys.readouterr() == (PAGE, "")
