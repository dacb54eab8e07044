"""The client's facts: answers to curl and ping on a host beyond the router."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address

from cluster.demo_service import SOURCE_PAGE
from errors import CoexistError, SessionLostError, UnreachableError
from model.cluster import Client
from transport.endpoint import Endpoint
from transport.remote_command import run
from verify.check import NotCheckedError
from verify.evidence import keep
from verify.sources import Asked, Ping

_ANSWER_SECONDS = 3
_SILENCES = 3
# Of a client that is connected: each command prints a line for each request, or ends after its pings.
_SILENT_SECONDS = 10
_NO_PING = "no ping"
# Data of a packet that no path is too narrow for.
_SMALL = 500
# TCP's discard: nothing listens there.
_CLOSED_PORT = 9
# What is printed, and the word for it: of ping, of a machine on the way, and of curl whose connection was refused.
_WORDS = (
    "*' bytes from '*|*'onnection refused'*) word=answered;;"
    " *'oo long'*|*'rag needed'*) word='too long';; *nreachable*|*'o route to host'*) word='no route';;"
)


class SshClient:
    """A host with curl and ping, reached over SSH; each call is one login."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._silence: CoexistError | None = None  # a client that does not answer is asked once a round
        self._pings: dict[tuple[IPv4Address, int], Ping] = {}  # and so is what does not answer a ping

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page of each address over HTTP, in order; "" for no answer; shorter where it stopped early."""
        if not addresses:
            return ()
        return read_pages(self._run(curl_command(addresses)))

    def who_asks(self, address: IPv4Address, requests: int) -> tuple[Asked, ...]:
        """What became of that many requests for the page that says who asks."""
        return read_asked(self._run(who_asks_command(address, requests)))

    def pings(self, addresses: Sequence[IPv4Address], size: int) -> Mapping[IPv4Address, Ping]:
        """What became of one ping to each address, of `size` bytes of data, in packets that may not be split."""
        if new := [address for address in addresses if (address, size) not in self._pings]:
            found = read_pings(self._run(ping_command(new, size)))
            self._pings |= {(address, size): ping for address, ping in found.items()}
        return {each: self._pings[each, size] for each in addresses if (each, size) in self._pings}

    def _run(self, command: str) -> str:
        endpoint = Endpoint(
            router="client",
            host=self._client.host,
            port=self._client.port,
            username=self._client.username,
            known_hosts=self._client.known_hosts,
            answer_seconds=_SILENT_SECONDS,
        )
        if self._silence:
            raise self._silence
        try:
            output = run(endpoint, self._client.private_key_file, command)
        except (SessionLostError, UnreachableError) as error:
            self._silence = error
            raise
        keep("client", command, output)
        return output

    def forget(self) -> None:
        """Ask again a client that did not answer, and ping again."""
        self._silence = None
        self._pings.clear()


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


def who_asks_command(address: IPv4Address, requests: int) -> str:
    """A shell line that requests the page that says who asks, and prints two lines for each request.

    They are the page's first line, and the status (000: no answer) with the client's own address in the connection.
    """
    told = "--write-out '\\n%{http_code} %{local_ip}\\n'"
    ask = f"curl --silent --fail --max-time {_ANSWER_SECONDS} {told} http://{address}/{SOURCE_PAGE}"
    numbers = " ".join(map(str, range(requests)))
    return f"for request in {numbers}; do {ask} | sed -n '1p;$p' | cut -c 1-80; done"


def read_asked(output: str) -> tuple[Asked, ...]:
    """The requests in what `who_asks_command` printed."""
    lines = output.splitlines()
    return tuple(_asked(page, told) for page, told in zip(lines[::2], lines[1::2], strict=False))


def _asked(page: str, told: str) -> Asked:
    status, _, own = told.partition(" ")
    return Asked(status != "000", _address(own), _address(page))


def _address(text: str) -> IPv4Address | None:
    """The address that a text is; None: it is something else, such as another web server's page."""
    try:
        return IPv4Address(text.strip())
    except ValueError:
        return None


def ping_command(addresses: Sequence[IPv4Address], size: int) -> str:
    """A shell line that pings all addresses at once, twice where there is no answer; one line for each in any order.

    Without ping it asks for a small packet by a TCP connection to a port where nothing listens, which a machine that
    gets it refuses.

    Source: ping of iputils, whose exit code is 0 for an answer; what a machine on the way says stands in its output.
    """
    ping = f"ping -n -c 1 -W 1 -M do -s {size} $address 2>&1"
    curl = f"curl --silent --verbose --max-time 1 http://$address:{_CLOSED_PORT}/ 2>&1"
    one = f'for try in 1 2; do case "$(ask)" in {_WORDS} *) word=silent; continue;; esac; break; done'
    listed = " ".join(map(str, addresses))
    all_at_once = f'for address in {listed}; do (ask() {{ if [ "$tool" ]; then {ping}; else {curl}; fi; }}; '
    all_at_once += f'{one}; echo "$address $word") & done; wait'
    without = f"echo '{_NO_PING}'; exit 0" if size > _SMALL else "tool="
    return f"tool=ping; command -v ping > /dev/null || {{ {without}; }}; {all_at_once}"


def read_pings(output: str) -> dict[IPv4Address, Ping]:
    """What became of the pings in what `ping_command` printed.

    Raises:
        NotCheckedError: The client has no ping.
    """
    lines = output.splitlines()
    if _NO_PING in lines:
        raise NotCheckedError("not checked: the client has no `ping`")
    words = [line.split(" ", 1) for line in lines if " " in line]
    return {IPv4Address(address): Ping(word) for address, word in words}
