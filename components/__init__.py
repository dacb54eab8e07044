"""Pulumi's components, one a file; their resources are ordered by explicit dependencies."""
