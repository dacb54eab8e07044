"""The proving ground: a Kubernetes cluster, a router and a client on one Linux machine."""
