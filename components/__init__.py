"""Pulumi's components, one a file; their resources are ordered by explicit dependencies."""

import gc

# What the program has imported by now stays to its end. Otherwise Python would look at all of it, again and again, for
# what can be freed: an eighth of a preview's processor time in this process.
gc.freeze()
