"""The dynamic providers: what Pulumi calls to create, read, update and delete on a router.

Module paths and class names here are written into every state file: they never change.
"""

import gc

# As in `components`: Pulumi's own modules stay to the end of the process.
gc.freeze()
