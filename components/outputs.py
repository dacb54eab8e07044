"""The stack's outputs."""

import shlex
from typing import Any

import pulumi

from components.interpreter import interpreter
from components.verification import Verification, result_lines, session_counts
from model.iosxe_router import IosXeRouter
from model.router import Router
from model.stack import Stack
from picture.mermaid import mermaid
from picture.network import network_of

# IOS-XE 16.x offers no algorithm that OpenSSH accepts by default.
_LEGACY = ["-o", "KexAlgorithms=+diffie-hellman-group14-sha1", "-o", "HostKeyAlgorithms=+ssh-rsa"]


def outputs(
    stack: Stack, address: pulumi.Output[str] | None, verification: Verification | None
) -> dict[str, pulumi.Input[Any]]:
    """The service's URL, the results of the checks, commands that show the network, and its picture for Markdown."""
    values: dict[str, pulumi.Input[Any]] = {"lookAround": look_around(stack), "picture": mermaid(network_of(stack))}
    if address:
        values["service"] = address.apply(lambda ip: f"http://{ip}/")
    if verification:
        values["sessions"] = verification.results.apply(session_counts)
        values["checks"] = verification.results.apply(result_lines)
        if verification.curl_tally:
            values["curlTally"] = verification.curl_tally
    return values


def look_around(stack: Stack) -> list[str]:
    """Shell commands that show the running network."""
    commands = [_to_router(router) for router in stack.routers.values() if router.host]
    if stack.cluster.kubeconfig:
        context = ["--context", stack.cluster.context] if stack.cluster.context else []
        words = ["kubectl", "--kubeconfig", stack.cluster.kubeconfig, *context]
        commands.append(shlex.join([*words, "get", "pods,services", "-A", "-o", "wide"]))
    if client := stack.verification.client:
        options = ["-i", client.private_key_file, "-o", f"UserKnownHostsFile={client.known_hosts}"]
        commands.append(_ssh(options, client.host, client.port, client.username))
    return [*commands, shlex.join([interpreter(), "-m", "verify", "--stack", pulumi.get_stack()])]


def _to_router(router: Router) -> str:
    options = [*(_LEGACY if isinstance(router, IosXeRouter) and router.ssh_legacy else [])]
    options += ["-o", f"UserKnownHostsFile={router.known_hosts}"] if router.known_hosts else []
    return _ssh(options, str(router.host), router.port, str(router.username))


def _ssh(options: list[str], host: str, port: int, username: str) -> str:
    return shlex.join(["ssh", *options, "-p", str(port), f"{username}@{host.strip('[]')}"])
