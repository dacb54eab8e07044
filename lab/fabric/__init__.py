"""Namespaces, links and processes: what the lab's machines are made of."""

from lab.fabric.fabric import Fabric

__all__ = ["Fabric"]
