"""What a running cluster has, read over its API, and where the stack's intent does not fit it. Nothing is changed."""
