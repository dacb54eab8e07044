"""The lab's machines: namespaces, links and processes."""

from lab.fabric.fabric import Fabric

__all__ = ["Fabric"]
