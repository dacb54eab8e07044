"""What Pulumi shows as a tree: one component a file, their resources ordered by explicit dependencies."""
