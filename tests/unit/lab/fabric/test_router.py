"""The router's command and the configuration it starts with."""

import re
from pathlib import Path

from lab.fabric import router
from tests.parts import needs


@needs("bird")
def test_the_command_shows_no_password() -> None:
    assert router.PASSWORD not in " ".join(router.argv(Path("/lab")))


@needs("bird")
def test_the_router_boots_with_what_was_saved() -> None:
    words = router.argv(Path("/lab"))
    assert words[words.index("--startup-config") + 1] == words[words.index("--save-startup") + 1]


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
