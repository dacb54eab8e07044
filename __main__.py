"""Configuration → model → components → outputs."""

import pulumi

from components import configuration, preconditions
from components.cluster_side import ClusterSide
from components.outputs import outputs
from components.router import Router
from components.verification import Verification
from errors import CoexistError


def run() -> None:
    """Declare one stack: routers, cluster, verification, and after that the save of each router's configuration."""
    config = configuration.read()
    stack = config.stack
    preconditions.check(stack)
    routers = [Router(name, stack, config.session_marks) for name in stack.routers]
    made = [resource for router in routers for resource in router.ready]
    changes = [revision for router in routers for revision in router.revisions]
    reached: list[pulumi.Resource] = [router.access for router in routers]
    cluster = ClusterSide(config, reached, after=made) if stack.cluster.kubeconfig else None
    if cluster:
        made = made + cluster.resources
        changes = changes + cluster.changes
    verification = Verification(config, made, changes) if stack.verification.enabled else None
    if verification:
        made = made + verification.resources
    for router in routers:
        router.save(after=made)
    for name, value in outputs(stack, cluster.address if cluster else None, verification).items():
        pulumi.export(name, value)


try:
    run()
except CoexistError as error:
    # The text is complete; a traceback would add nothing.
    raise pulumi.RunError(str(error)) from None
