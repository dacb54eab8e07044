"""Archive, replacement and commit-confirm."""
