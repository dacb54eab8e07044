"""The proof after every apply: does the network do what was meant?"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi
import pulumi_command as command

from components.configuration import Configuration
from components.digest import digest
from components.interpreter import interpreter
from components.known_hosts import host_key
from model.cluster import Client
from model.keys import password_keys
from model.router import password_variable
from printable import printable


class Verification(pulumi.ComponentResource):
    """`python -m verify` here, then the client's own requests to the service.

    Runs again whenever the configuration or anything it depends on has changed, and not otherwise; what does not hold
    fails the `up`.

    Args:
        name: Prefix of the resources' names.
        configuration: The whole configuration; the checks are made of it.
        after: Everything that must be there first.
        changes: Values that are others after each change of what is checked.
        address: The service's address; None without a service.
        opts: The component's options.
    """

    def __init__(
        self,
        name: str,
        configuration: Configuration,
        after: Sequence[pulumi.Resource],
        changes: Sequence[pulumi.Input[Any]],
        address: pulumi.Output[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("bgp-coexist:components:Verification", name, None, opts)
        # The sessions' passwords it reads from their Secrets, where the speakers read them.
        logins = password_keys(configuration.values) & configuration.passwords.keys()
        checks = command.local.Command(
            f"{name}-checks",
            create=f"{interpreter()} -m verify --stdin --json --failures-only --stack {pulumi.get_stack()}",
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
        client = configuration.stack.verification.client
        if client and address:
            tally = self._client_tally(name, client, configuration.stack.verification.requests, address, checks)
            self.resources.append(tally)
            self.curl_tally = pulumi.Output.unsecret(tally.stdout).apply(tallied)
        self.register_outputs({"results": self.results})

    def _client_tally(
        self, name: str, client: Client, requests: int, address: pulumi.Output[str], checks: command.local.Command
    ) -> command.remote.Command:
        connection = command.remote.ConnectionArgs(
            host=client.host,
            port=client.port,
            user=client.username,
            private_key=pulumi.Output.secret(Path(client.private_key_file).expanduser().read_text()),
            host_key=host_key(client.known_hosts, client.host, client.port, "verification.client.knownHosts"),
        )
        return command.remote.Command(
            f"{name}-client",
            connection=connection,
            create=address.apply(lambda ip: tally_command(ip, requests)),
            triggers=[checks.stdout],
            logging=command.remote.Logging.NONE,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[checks]),
        )


def _as_text(values: Mapping[str, Any]) -> str:
    """JSON under a heading that makes it text: where one key of JSON changed, Pulumi's diff prints all of them."""
    return "The configuration as JSON\n" + json.dumps(values, indent=2, sort_keys=True)


def tally_command(address: str, requests: int) -> str:
    """A shell line that asks an address many times and counts the answers; it ends with 1 where one is missing."""
    curl = f"curl --silent --show-error --fail --max-time 5 http://{address}/"
    ask = f"pages=$(for request in $(seq {requests}); do {curl} || exit 1; done)"
    return f'{ask} && echo "$pages" | sort | uniq -c'


def tallied(output: str) -> dict[str, int]:
    """Each answer and how often it came, from what `uniq -c` printed."""
    counted = (line.split(None, 1) for line in output.splitlines() if line.strip())
    return {printable(answer): int(count) for count, answer in counted}


def results_of(output: str) -> list[dict[str, str]]:
    """The checks' results, from what `python -m verify --json` printed, fit to be shown."""
    return [{key: printable(text) for key, text in result.items()} for result in json.loads(output)]


def session_counts(results: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """How many sessions are up, by router and VRF."""
    return {f"{r['who']} {r['where']}": r["actual"] for r in results if r["what"] == "sessions Established"}


def result_lines(results: Sequence[Mapping[str, str]]) -> list[str]:
    """One line for each check."""
    return [f"{r['who']}  {r['where']}  {r['what']}  {r['actual']}" for r in results]
