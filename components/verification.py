"""The proof after every apply: does the network do what was meant?"""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_command as command

from components.configuration import Configuration
from components.digest import digest
from components.interpreter import interpreter
from model.keys import password_keys
from model.router import password_variable
from printable import printable


class Verification(pulumi.ComponentResource):
    """`python -m verify` here, the client's own requests to the service among its checks.

    Runs again whenever the configuration or anything it depends on has changed, and not otherwise; what does not hold
    fails the `up`.

    Args:
        name: Prefix of the resources' names.
        configuration: The whole configuration; the checks are made of it.
        after: Everything that must be there first.
        changes: Values that are others after each change of what is checked.
        opts: The component's options.
    """

    def __init__(
        self,
        name: str,
        configuration: Configuration,
        after: Sequence[pulumi.Resource],
        changes: Sequence[pulumi.Input[Any]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("bgp-coexist:components:Verification", name, None, opts)
        # The sessions' passwords it reads from their Secrets, where the speakers read them.
        logins = password_keys(configuration.values) & configuration.passwords.keys()
        checks = command.local.Command(
            f"{name}-checks",
            create=f"{_verify()} --stdin --json --failures-only --stack {pulumi.get_stack()}",
            # The checks are made of what this very run means, not of a file that may have changed since.
            stdin=_as_text(configuration.values),
            # Not triggers: those replace the command, and a replacement's diff repeats the whole configuration.
            environment={
                **{password_variable(key): configuration.passwords[key] for key in sorted(logins)},
                "BGP_COEXIST_CHANGES": pulumi.Output.all(*changes).apply(digest),
            },
            logging=command.local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )
        self.resources: list[pulumi.Resource] = [checks]
        # Pulumi holds everything secret that a command with a secret prints; these print verdicts and page names.
        self.results: pulumi.Output[list[dict[str, str]]] = pulumi.Output.unsecret(checks.stdout).apply(results_of)
        self.curl_tally: pulumi.Output[dict[str, int]] | None = None
        stack = configuration.stack
        if stack.verification.client and stack.cluster.kubeconfig and stack.demo.enabled:
            self.curl_tally = self.results.apply(request_counts)
        self.register_outputs({"results": self.results})


def _verify() -> str:
    return f"{shlex.quote(interpreter())} -m verify"


def _as_text(values: Mapping[str, Any]) -> str:
    """JSON under a heading that makes it text: where one key of JSON changed, Pulumi's diff prints all of them."""
    return "The configuration as JSON\n" + json.dumps(values, indent=2, sort_keys=True)


def results_of(output: str) -> list[dict[str, str]]:
    """The checks' results, from what `python -m verify --json` printed, fit to be shown."""
    return [{key: printable(text) for key, text in result.items()} for result in json.loads(output)]


def session_counts(results: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """How many sessions are up, by router and VRF."""
    return {f"{r['who']} {r['where']}": r["actual"] for r in results if r["what"] == "sessions Established"}


def request_counts(results: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """How many of the client's requests to the service each pod answered."""
    shares = [
        share.rpartition(" ")
        for r in results
        if (r["who"], r["what"]) == ("client", "requests to the service")
        for share in r["actual"].partition(": ")[2].split(", ")
    ]
    return {pod: int(count) for pod, _, count in shares}


def result_lines(results: Sequence[Mapping[str, str]]) -> list[str]:
    """One line for each check."""
    return [f"{r['who']}  {r['where']}  {r['what']}  {r['actual']}" for r in results]
