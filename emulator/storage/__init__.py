"""Files on flash, and configurations compared as text."""
