"""Reads a configured FRR router for `adopt`."""
