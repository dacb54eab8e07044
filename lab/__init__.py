"""The lab: a Kubernetes cluster, an emulated router and a client on one Linux machine."""
