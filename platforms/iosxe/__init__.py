"""Cisco IOS-XE: its running configuration as a tree, wanted values as its lines, and the plans between the two."""
