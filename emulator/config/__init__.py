"""What the router has been told: the configuration as values, nothing of how it is typed or printed."""
