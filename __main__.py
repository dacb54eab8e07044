"""Configuration → model → components → outputs."""

import pulumi

from components import configuration, preconditions
from components.outputs import outputs
from components.rollout import Rollout
from errors import CoexistError


def run() -> None:
    """Declare one stack: routers, cluster, verification, and after that the save of each router's configuration."""
    config = configuration.read()
    preconditions.check(config.stack)
    made = Rollout(config)
    address = made.cluster.address if made.cluster else None
    for name, value in outputs(config.stack, address, made.verification).items():
        pulumi.export(name, value)


try:
    run()
except CoexistError as error:
    # The text is complete; a traceback would add nothing.
    raise pulumi.RunError(str(error)) from None
