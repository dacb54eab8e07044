"""What the router prints for `show`, as typed facts. Lines these readers do not know are passed over."""
