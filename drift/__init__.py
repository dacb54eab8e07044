"""What differs between a stack's file, its routers and its cluster, read once and never written."""
