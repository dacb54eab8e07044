"""The checks before anything is changed: the stack's file, and its differences from the running cluster."""
