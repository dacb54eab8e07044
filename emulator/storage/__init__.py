"""Files on flash, and the textual comparison of configurations."""
