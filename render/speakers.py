"""The peer objects each speaker needs, by the names the cluster's side knows them under."""

from model.peerings import Peering, object_name, peerings

__all__ = ["Peering", "object_name", "peerings"]
