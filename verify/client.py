"""The client's facts: answers to curl on a host beyond the router."""

from collections.abc import Sequence
from ipaddress import IPv4Address

from model.cluster import Client
from transport.endpoint import Endpoint
from transport.remote_command import run
from verify.evidence import keep

_ANSWER_SECONDS = 3
_SILENCES = 3


class SshClient:
    """A host with curl, reached over SSH; each call is one login."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page of each address over HTTP, in order; "" for no answer; shorter where it stopped early."""
        if not addresses:
            return ()
        endpoint = Endpoint(
            router="client",
            host=self._client.host,
            port=self._client.port,
            username=self._client.username,
            known_hosts=self._client.known_hosts,
            answer_seconds=(_ANSWER_SECONDS + 1) * len(addresses),
        )
        command = curl_command(addresses)
        output = run(endpoint, self._client.private_key_file, command)
        keep("client", command, output)
        return read_pages(output)


def curl_command(addresses: Sequence[IPv4Address]) -> str:
    """A shell line that requests every address once and prints one line for each, empty without an answer.

    Three requests without an answer end it, so that a service that is down does not take minutes.
    """
    ask = f"page=$(curl --silent --fail --max-time {_ANSWER_SECONDS} http://$address/ | head -n 1)"
    give_up = f"silent=$((silent + 1)); [ $silent -lt {_SILENCES} ] || break"
    listed = " ".join(map(str, addresses))
    return f'silent=0; for address in {listed}; do {ask}; echo "$page"; [ "$page" ] || {{ {give_up}; }}; done'


def read_pages(output: str) -> tuple[str, ...]:
    """The pages in what `curl_command` printed."""
    return tuple(line.strip() for line in output.splitlines())
