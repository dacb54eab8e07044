"""Archive, replace and commit-confirm: configuration changes that can be taken back."""
