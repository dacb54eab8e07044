"""Nothing but Pulumi."""

import pulumi

pulumi.export("nothing", 0)
