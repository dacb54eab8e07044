"""Whether the pods see the client's own address: as the traffic policy says, and only where a page tells it."""

import os
import subprocess
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from tests.unit.verify.sources import NODES, OWN, Parts, PlainClient
from verify.check import NotCheckedError
from verify.client import read_asked, who_asks_command
from verify.service_source import SourceKept
from verify.sources import Asked

SERVICE = ("default", "nginx")
CURL = r"""#!/bin/sh
printf '%s\n' "$*" >> {log}
printf '{page}'
printf '\n{status}\n'
exit {code}
"""


def found(parts: Parts) -> tuple[bool, str]:
    finding = SourceKept(SERVICE, local=True).measure(parts.sources())
    return finding.holds, finding.actual


def seen_as(address: IPv4Address | None) -> Parts:
    parts = Parts()
    parts.client.seen = address
    return parts


def test_the_clients_own_address_holds() -> None:
    assert found(Parts()) == (True, "3 of 3")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (NODES["worker1"], "10.0.1.100 is seen as 10.0.0.11 (worker1)"),
        (IPv4Address("192.0.2.7"), "10.0.1.100 is seen as 192.0.2.7"),
    ],
)
def test_another_address_fails_and_a_node_is_named(address: IPv4Address, said: str) -> None:
    assert found(seen_as(address)) == (False, f"0 of 3: {said}, {said}, {said}")


def test_a_service_that_does_not_answer_fails() -> None:
    parts = Parts()
    parts.client.silent = True
    assert found(parts) == (False, "0 of 3: no answer, no answer, no answer")
    parts.cluster.address = None
    assert found(parts) == (False, "the service has no address")


def test_a_page_that_only_some_pods_have_is_told() -> None:
    class Rolling(PlainClient):
        """Reaches a pod of the revision before, too."""

        def who_asks(self, address: IPv4Address, requests: int) -> tuple[Asked, ...]:
            return Asked(True, OWN, OWN), Asked(True, OWN), Asked(True, OWN, OWN)

    assert found(Parts(client=Rolling())) == (False, "2 of 3: no page /source.html")


@pytest.mark.parametrize(
    ("local", "parts", "said"),
    [
        (False, Parts(), "not asked for: with externalTrafficPolicy Cluster a node may put its own in its place"),
        (True, seen_as(None), "not checked: the service has no page /source.html with the address of who asks"),
    ],
)
def test_where_nothing_is_claimed_or_told_it_is_skipped(local: bool, parts: Parts, said: str) -> None:
    with pytest.raises(NotCheckedError) as error:
        SourceKept(SERVICE, local).measure(parts.sources())
    assert str(error.value) == said


def asked(folder: Path, page: str, status: str, code: int = 0) -> tuple[Asked, ...]:
    """What is read of two requests with a curl that prints this."""
    curl = folder / "curl"
    curl.write_text(CURL.format(log=folder / "log", page=page, status=status, code=code))
    curl.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    argv = ["sh", "-c", who_asks_command(IPv4Address("10.100.0.0"), 2)]
    return read_asked(subprocess.run(argv, env=environment, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(
    ("page", "status", "code", "read"),
    [
        (r"10.0.0.11\n", "200 10.0.1.100", 0, Asked(True, OWN, NODES["worker1"])),
        ("10.0.0.11", "200 10.0.1.100", 0, Asked(True, OWN, NODES["worker1"])),
        (r"<html>\n<p>\nours\n</html>\n", "200 10.0.1.100", 0, Asked(True, OWN)),
        (r'<!--# echo var="remote_addr" -->\n', "200 10.0.1.100", 0, Asked(True, OWN)),
        ("", "404 10.0.1.100", 22, Asked(True, OWN)),
        ("", "000 ", 28, Asked(False)),
    ],
)
def test_what_curl_prints_is_read(tmp_path: Path, page: str, status: str, code: int, read: Asked) -> None:
    assert asked(tmp_path, page, status, code) == (read, read)
    assert (tmp_path / "log").read_text().splitlines()[1].endswith(" http://10.100.0.0/source.html")
