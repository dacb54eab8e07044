"""What carries the packets: nothing, or BIRD and policy routing in the router's network namespace."""
