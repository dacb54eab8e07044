"""The running configuration as values, independent of how lines are typed or printed."""
