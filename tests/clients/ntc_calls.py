"""What a user of ntc-templates writes, with netmiko to fetch the text."""

import os
from typing import Any

import ntc_templates  # type: ignore[import-untyped]
from netmiko import ConnectHandler
from ntc_templates.parse import parse_output  # type: ignore[import-untyped]
from textfsm import clitable  # type: ignore[import-untyped]

Where = dict[str, Any]
PLATFORM = "cisco_ios"


def templated(commands: list[str]) -> list[str]:
    """Those commands that, as they stand, have a template."""
    folder = os.path.join(os.path.dirname(ntc_templates.__file__), "templates")
    index = clitable.CliTable("index", folder).index
    rows = {command: index.GetRowMatch({"Command": command, "Platform": PLATFORM}) for command in commands}
    return [command for command, row in rows.items() if row and index.compiled[row]["Command"].fullmatch(command)]


def _connection(where: Where) -> Any:
    login = {name: value for name, value in where.items() if name != "known_hosts"}
    known = {"ssh_strict": True, "alt_host_keys": True, "alt_key_file": where["known_hosts"]}
    return ConnectHandler(device_type="cisco_xe", **login, **known)


def parsed(where: Where, commands: list[str]) -> list[list[dict[str, Any]]]:
    """What ntc-templates makes of each command's output."""
    with _connection(where) as connection:
        return [
            parse_output(platform=PLATFORM, command=command, data=connection.send_command(command))
            for command in commands
        ]


def typed(where: Where, commands: list[str]) -> None:
    """Run commands whose output does not matter."""
    with _connection(where) as connection:
        for command in commands:
            connection.send_command(command)


def configured(where: Where, lines: list[str]) -> None:
    """Type configuration lines."""
    with _connection(where) as connection:
        connection.send_config_set(lines)
