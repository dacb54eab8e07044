"""Reads a configured IOS-XE router for `adopt`."""
