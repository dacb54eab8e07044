"""What a stack tells about itself when it is up."""

from typing import Any

import pulumi

from components.verification import Verification, result_lines, session_counts
from model.stack import Stack


def outputs(
    stack: Stack, address: pulumi.Output[str] | None, verification: Verification | None
) -> dict[str, pulumi.Input[Any]]:
    """The stack's outputs: the service, what was measured, and where to look further."""
    told: dict[str, pulumi.Input[Any]] = {"lookAround": look_around(stack)}
    if address:
        told["service"] = address.apply(lambda ip: f"http://{ip}/")
    if verification:
        told["sessions"] = verification.results.apply(session_counts)
        told["checks"] = verification.results.apply(result_lines)
        if verification.curl_tally:
            told["curlTally"] = verification.curl_tally
    return told


def look_around(stack: Stack) -> list[str]:
    """Commands that show the running network, ready to be pasted."""
    commands = [f"ssh -p {router.port} {router.username}@{router.host}" for router in stack.routers.values()]
    if stack.cluster.kubeconfig:
        context = f" --context {stack.cluster.context}" if stack.cluster.context else ""
        commands.append(f"kubectl --kubeconfig {stack.cluster.kubeconfig}{context} get pods,services -A -o wide")
    if client := stack.verification.client:
        commands.append(f"ssh -p {client.port} -i {client.private_key_file} {client.username}@{client.host}")
    return [*commands, f"python -m verify --stack {pulumi.get_stack()}"]
