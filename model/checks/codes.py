"""Every kind of problem and hint by its code. A code keeps its meaning; docs/checks.md is made from this table."""

# The form of single values.
FORM = {
    "FORM01": "a key that does not exist",
    "FORM02": "a key that is missing",
    "FORM03": "a value that is not of the form that is needed there",
    "KEY01": "a top-level key that does not exist",
    "KEY02": "a secret within an object: secrets have top-level keys of their own",
    "KEY03": "a password in clear text",
    "KEY04": "a router's password that is neither in the configuration nor in the environment",
}
# How values fit together.
FIT = {
    "PEER01": "the collision: Calico and MetalLB dial one router address, and a node can hold one session with it",
    "PEER02": "a speaker dials an address that no interface in any VRF has",
    "PEER03": "Calico and MetalLB dial into one VRF, where a node can be a neighbor only once",
    "PEER04": "a speaker dials into one VRF twice",
    "PEER05": "a session crosses more than one hop and the VRF's neighbors have no ebgpMultihop",
    "PEER06": "the router has the nodes' subnet where no way leads to the VRF they dial into",
    "AS01": "a node would have the router's own AS: the sessions are eBGP",
    "AS02": "AS 64496, which stands in for a neighbor's AS while that neighbor is being made",
    "AS03": "an AS number that nobody may use",
    "ID01": "two routers of one AS have one BGP router id",
    "ID02": "a BGP router id that is none",
    "VRF01": "two VRFs of a router have one route distinguisher",
    "VRF02": "an interface is in more than one VRF, or in a VRF and outside of all",
    "VRF03": "two VRFs export the same route targets, so nothing could import one of them alone",
    "LEAK01": "one speaker's VRF does not import what the other's exports",
    "LEAK02": "a VRF does not redistribute the subnet that the other VRF's sessions need",
    "FILTER01": "the filter of a VRF's neighbors is not defined; IOS would let everything through",
    "FILTER02": "a prefix list without an entry; IOS would let everything through",
    "FILTER03": "a prefix list entry that IOS refuses",
    "FILTER04": "a prefix list has a sequence number or a rule twice",
    "IFACE01": "an interface has its subnet's own address or its broadcast address",
    "IFACE02": "two interfaces outside every VRF have overlapping subnets",
    "NODE01": "two nodes have one address",
    "NODE02": "an AS is given to a node that does not exist",
    "NODE03": "a node has an address of the router",
    "NODE04": "a node has its subnet's own address or its broadcast address",
    "NET01": "pods, services, pools, the router's subnets and loopbacks overlap",
    "NET02": "a node's address lies in the range of pods, services or a pool",
    "NET03": "an address pool without a prefix",
}
# What works, and may still not be meant.
HINTS = {
    "HINT01": "one of the two VRFs has maximumPaths and the other has not",
    "HINT02": "a VRF has no loopback where the others have one",
    "HINT03": "a VRF's neighbors have no outbound filter: the nodes are told every route",
    "HINT04": "a prefix list that nothing uses",
    "HINT05": "fewer paths than nodes",
    "HINT06": "a router that a speaker does not dial",
    "HINT07": "no interface of the router is on the nodes' subnet",
    "HINT08": "fewer blocks of pod addresses than nodes",
}
# How the intent fits a cluster that is running; looked at where one can be reached.
LIVE = {
    "LIVE01": "the cluster has a node that is not in cluster.nodes and is not cordoned",
    "LIVE02": "cluster.nodes has a node that the cluster has not",
    "LIVE03": "a node peers from another address",
    "LIVE04": "Calico gives pods addresses outside cluster.podCidr",
    "LIVE05": "the cluster's ClusterIP range is another",
    "LIVE06": "the collision: a peer of the other speaker that is there already dials the same router address",
    "LIVE07": "a peer that is there already, and not the stack's, dials the same router address",
    "LIVE08": "an address pool that is there already, and not the stack's, overlaps one of its own",
    "LIVE09": "Calico has an AS of its own for one node",
    "LIVE10": "hint: a service has an address that is in no pool any more",
    "LIVE11": "hint: the nodes get another AS, and all of Calico's sessions restart",
}
CODES = FORM | FIT | HINTS | LIVE
