"""The shell line the client runs, run by a real shell with a curl that answers as told."""

import os
import subprocess
from ipaddress import IPv4Address
from pathlib import Path

from verify.client import curl_command, read_pages

CURL = """#!/bin/sh
for word; do url=$word; done
echo "$url" >> {log}
case $url in
  http://10.0.0.1/) echo nginx-a ;;
  http://10.0.0.2/) printf 'nginx-b\\nsecond line\\n' ;;
  *) exit 7 ;;
esac
"""


def asked(folder: Path, *addresses: str) -> tuple[str, ...]:
    curl = folder / "curl"
    curl.write_text(CURL.format(log=folder / "log"))
    curl.chmod(0o755)
    command = curl_command([IPv4Address(address) for address in addresses])
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    return read_pages(subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True).stdout)


def test_every_address_is_asked_in_turn(tmp_path: Path) -> None:
    assert asked(tmp_path, "10.0.0.1", "10.0.0.9", "10.0.0.1") == ("nginx-a", "", "nginx-a")


def test_a_page_is_one_line(tmp_path: Path) -> None:
    assert asked(tmp_path, "10.0.0.2", "10.0.0.1") == ("nginx-b", "nginx-a")


def test_three_silences_end_it(tmp_path: Path) -> None:
    assert asked(tmp_path, "10.0.0.9", "10.0.0.1", "10.0.0.8", "10.0.0.7", "10.0.0.1") == ("", "nginx-a", "", "")
    assert (tmp_path / "log").read_text().splitlines()[-1] == "http://10.0.0.7/"
