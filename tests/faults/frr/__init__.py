"""The fault matrix on a real FRR."""
