"""What is checked before anything is touched: the stack's file, and how it fits the running cluster."""
