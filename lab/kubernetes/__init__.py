"""A Kubernetes cluster of real parts on the lab's machines, without a container engine around it."""
