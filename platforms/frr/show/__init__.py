"""What `vtysh` prints as JSON."""
