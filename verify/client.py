"""The client's facts: what curl gets on a host beyond the router."""

from collections.abc import Sequence
from ipaddress import IPv4Address

from model.cluster import Client
from transport.host import run
from transport.reach import Reach

_ANSWER_SECONDS = 3


class SshClient:
    """A host with curl, reached over SSH; each question is one login."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page each address answers with over HTTP, in order; "" where none came."""
        if not addresses:
            return ()
        reach = Reach(
            router="client",
            host=self._client.host,
            port=self._client.port,
            username=self._client.username,
            known_hosts=self._client.known_hosts,
            answer_seconds=(_ANSWER_SECONDS + 1) * len(addresses),
        )
        return read_pages(run(reach, self._client.private_key_file, curl_command(addresses)), len(addresses))


def curl_command(addresses: Sequence[IPv4Address]) -> str:
    """A shell line that asks every address once and prints one line for each, empty where nobody answered."""
    curl = f"curl --silent --fail --max-time {_ANSWER_SECONDS} http://$address/"
    listed = " ".join(map(str, addresses))
    return f'for address in {listed}; do echo "$({curl} | head -n 1)"; done'


def read_pages(output: str, count: int) -> tuple[str, ...]:
    """The pages in what `curl_command` printed; missing lines count as no answer."""
    lines = [line.strip() for line in output.splitlines()]
    return tuple((lines + [""] * count)[:count])
