"""What a user of scrapli writes."""

import asyncio
from typing import Any

from scrapli.driver.core import AsyncIOSXEDriver, IOSXEDriver
from scrapli.response import MultiResponse, Response

Where = dict[str, Any]
SECRET = "sesame"


def _options(where: Where, transport: str) -> Where:
    return {
        "host": where["host"],
        "port": where["port"],
        "auth_username": where["username"],
        "auth_password": where["password"],
        "auth_secondary": SECRET,
        "auth_strict_key": True,
        "ssh_known_hosts_file": where["known_hosts"],
        "transport": transport,
        "timeout_socket": 10,
        "timeout_ops": 20,
    }


def _said(response: Response) -> dict[str, Any]:
    return {"sent": response.channel_input, "failed": response.failed, "result": response.result}


def _all_said(responses: MultiResponse) -> list[dict[str, Any]]:
    return [_said(response) for response in responses]


def prompt(where: Where, transport: str) -> str:
    with IOSXEDriver(**_options(where, transport)) as connection:
        return str(connection.get_prompt())


def prompt_of_asyncssh(where: Where) -> str:
    async def ask() -> str:
        async with AsyncIOSXEDriver(**_options(where, "asyncssh")) as connection:
            return str(await connection.get_prompt())

    return asyncio.run(ask())


def prompts_of_levels(where: Where, levels: list[str]) -> list[str]:
    with IOSXEDriver(**_options(where, "paramiko")) as connection:
        seen = []
        for level in levels:
            connection.acquire_priv(level)
            seen.append(connection.get_prompt())
        return seen


def commands(where: Where, lines: list[str]) -> list[dict[str, Any]]:
    with IOSXEDriver(**_options(where, "paramiko")) as connection:
        return _all_said(connection.send_commands(lines))


def configured(where: Where, lines: list[str]) -> list[dict[str, Any]]:
    with IOSXEDriver(**_options(where, "paramiko")) as connection:
        return _all_said(connection.send_configs(lines, stop_on_failed=True))


def saved(where: Where) -> str:
    questions = [("copy running-config startup-config", "Destination filename [startup-config]?"), ("", "csr1000v#")]
    with IOSXEDriver(**_options(where, "paramiko")) as connection:
        return str(connection.send_interactive(questions).result)
