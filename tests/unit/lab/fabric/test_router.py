"""The router's command and the configuration it starts with."""

import re
import sys
from pathlib import Path

from lab.fabric import router


def test_the_command_shows_no_password() -> None:
    assert router.argv(Path("/lab")) == [
        *(sys.executable, "-m", "lab.router"),
        *("--listen", "127.0.0.1:22"),
        *("--hostname", "csr1000v"),
        *("--startup-config", "/lab/startup-config"),
        *("--save-startup", "/lab/startup-config"),
        *("--profile", "16.12"),
        *("--username", "admin"),
        *("--host-key", "/lab/host_key"),
        *("--dataplane", "bird"),
        *("--runtime-dir", "/lab/bird"),
    ]


def startup() -> str:
    return Path(router.__file__).with_name("startup-config").read_text()


def test_the_startup_configuration_is_a_fresh_routers() -> None:
    assert re.findall(r"^(?:interface|hostname|archive|username|line).*$| path .*$", startup(), re.MULTILINE) == [
        "hostname csr1000v",
        "archive",
        " path bootflash:backup",
        "username admin privilege 15 secret 5 $1$Y0mR$r45UJZ6J2SyM3PcUUHIBL1",
        "interface GigabitEthernet1",
        "interface GigabitEthernet2",
        "interface GigabitEthernet3",
        "line con 0",
        "line vty 0 4",
        "line vty 5 15",
    ]


def test_nothing_of_the_stack_is_in_the_startup_configuration() -> None:
    assert not re.search(r"vrf|router bgp|Loopback|shutdown|ip address \d", startup())
