"""What a user of netmiko writes."""

from typing import Any

from netmiko import ConnectHandler, file_transfer
from netmiko.exceptions import ConfigInvalidException

Where = dict[str, Any]


def _connection(where: Where, **options: Any) -> Any:
    """Logged in, the host key checked against the known ones."""
    plain = {name: value for name, value in where.items() if name != "known_hosts"}
    known = {"ssh_strict": True, "alt_host_keys": True, "alt_key_file": where["known_hosts"]}
    return ConnectHandler(**{"device_type": "cisco_xe"} | known | plain | options)


def prompt(where: Where, device_type: str) -> str:
    with _connection(where, device_type=device_type) as connection:
        return str(connection.find_prompt())


def prompts_around_enable(where: Where, secret: str) -> list[str]:
    with _connection(where | {"username": "low"}, secret=secret) as connection:
        before = connection.find_prompt()
        connection.enable()
        return [before, connection.find_prompt()]


def shown(where: Where, command: str) -> str:
    with _connection(where) as connection:
        return str(connection.send_command(command))


def configured(where: Where, lines: list[str], error_pattern: str = "") -> str:
    with _connection(where) as connection:
        return str(connection.send_config_set(lines, error_pattern=error_pattern))


def configured_unverified(where: Where, lines: list[str]) -> str:
    """For text blocks: within them the router shows no prompt to wait for."""
    with _connection(where) as connection:
        return str(connection.send_config_set(lines, cmd_verify=False))


def refused(where: Where, lines: list[str]) -> str:
    try:
        return configured(where, lines, error_pattern=r"% Invalid input detected")
    except ConfigInvalidException as error:
        return str(error)


def saved(where: Where) -> str:
    with _connection(where) as connection:
        return str(connection.save_config())


def alive(where: Where) -> list[bool]:
    connection = _connection(where)
    first = connection.is_alive()
    connection.disconnect()
    return [first, connection.is_alive()]


def transferred(
    where: Where, source: str, target: str, direction: str = "put", inline: bool = False
) -> dict[str, bool]:
    with _connection(where) as connection:
        return dict(
            file_transfer(connection, source_file=source, dest_file=target, direction=direction, inline_transfer=inline)
        )
