"""The checks of the running network after every `pulumi up`."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_command as command

from components.configuration import Configuration
from components.generation import digest
from components.interpreter import interpreter
from model.keys import password_keys
from model.router import password_variable
from printable import printable


class Verification(pulumi.ComponentResource):
    """The command `python -m verify`, on this machine; its checks include the client's requests to the service.

    It runs when the configuration or a resource that it depends on has changed; a failed check fails the `up`.
    """

    def __init__(self, configuration: Configuration) -> None:
        super().__init__("bgp-coexist:components:Verification", "verification")
        self._configuration = configuration

    def of_router(
        self,
        router: str,
        later: Sequence[str],
        after: Sequence[pulumi.Resource],
        changes: Sequence[pulumi.Input[Any]],
    ) -> pulumi.Resource:
        """The checks of one router, before the `later` ones are changed; the arguments are those of `of_everything`."""
        options = [part for name in later for part in ("--unchanged", name)]
        return self._command(f"verification-{router}", ["--router", router, *options], after, changes)

    def of_everything(self, after: Sequence[pulumi.Resource], changes: Sequence[pulumi.Input[Any]]) -> pulumi.Resource:
        """All checks, and their results.

        Args:
            after: The resources before the checks.
            changes: Values that change with every change of these resources.
        """
        checks = self._command("verification-checks", [], after, changes)
        # Pulumi treats all output of a command with a secret as secret; this one prints results and pages' names.
        self.results: pulumi.Output[list[dict[str, str]]] = pulumi.Output.unsecret(checks.stdout).apply(results_of)
        self.curl_tally: pulumi.Output[dict[str, int]] | None = None
        stack = self._configuration.stack
        if stack.verification.client and stack.cluster.kubeconfig and stack.demo.enabled:
            self.curl_tally = self.results.apply(request_counts)
        self.register_outputs({"results": self.results})
        return checks

    def _command(
        self,
        name: str,
        options: Sequence[str],
        after: Sequence[pulumi.Resource],
        changes: Sequence[pulumi.Input[Any]],
    ) -> command.local.Command:
        configuration = self._configuration
        # The command reads the sessions' passwords from the speakers' Secrets.
        logins = password_keys(configuration.values) & configuration.passwords.keys()
        program = f"{shlex.quote(interpreter())} -m verify"
        options = ["--ask-again", "--applying", "--failures-only", "--stack", pulumi.get_stack(), *options]
        arguments = ["--stdin", "--json", "--brief", *options]
        return command.local.Command(
            name,
            create=f"{program} {shlex.join(arguments)}",
            # The checks are made from this run's configuration, not from a file that may have changed since.
            stdin=_as_text(configuration.values),
            # No triggers: they replace the command, and a replacement's diff repeats the whole configuration.
            environment={
                **{password_variable(key): configuration.passwords[key] for key in sorted(logins)},
                "BGP_COEXIST_CHANGES": pulumi.Output.all(*changes).apply(digest),
            },
            logging=command.local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(after)),
        )


def _as_text(values: Mapping[str, Any]) -> str:
    """The values as JSON below a heading: of a text that is JSON, Pulumi's diff prints every key."""
    return "The configuration as JSON\n" + json.dumps(values, indent=2, sort_keys=True)


def results_of(output: str) -> list[dict[str, str]]:
    """The checks' results from the output of `python -m verify --json`, printable."""
    return [{key: printable(text) for key, text in result.items()} for result in json.loads(output)]


def session_counts(results: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The number of established sessions, by router and VRF."""
    return {f"{r['who']} {r['where']}": r["actual"] for r in results if r["what"] == "sessions Established"}


def request_counts(results: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """The number of the client's requests to the service that each pod answered."""
    shares = [
        share.rpartition(" ")
        for r in results
        if (r["who"], r["what"]) == ("client", "requests to the service")
        for share in r["actual"].partition(": ")[2].split(", ")
    ]
    return {pod: int(count) for pod, _, count in shares}


def result_lines(results: Sequence[Mapping[str, str]]) -> list[str]:
    """The results, one line for each check."""
    return [f"{r['who']}  {r['where']}  {r['what']}  {r['actual']}" for r in results]
