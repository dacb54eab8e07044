"""What a user of scrapli_cfg writes."""

from typing import Any

from scrapli.driver.core import IOSXEDriver
from scrapli_cfg.platform.core.cisco_iosxe import ScrapliCfgIOSXE

Where = dict[str, Any]


def _device(where: Where) -> ScrapliCfgIOSXE:
    """The platform `cisco_iosxe` over a connection of its own, which it opens."""
    connection = IOSXEDriver(
        host=where["host"],
        port=where["port"],
        auth_username=where["username"],
        auth_password=where["password"],
        auth_strict_key=True,
        ssh_known_hosts_file=where["known_hosts"],
        transport="paramiko",
        timeout_socket=10,
        timeout_ops=30,
    )
    return ScrapliCfgIOSXE(conn=connection, dedicated_connection=True)


def read(where: Where, source: str = "running") -> str:
    with _device(where) as device:
        return str(device.get_config(source=source).result)


def aborted(where: Where, config: str) -> dict[str, Any]:
    """The differences of a merge that is given up, and whether its file is on the flash before and after that."""
    with _device(where) as device:
        device.load_config(config=config)
        diff = device.diff_config()
        before = device.conn.send_command("dir flash:").result
        device.abort_config()
        after = device.conn.send_command("dir flash:").result
        files = ["scrapli_cfg_" in text for text in (before, after)]
        return {"failed": diff.failed, "diff": diff.device_diff, "files": files}


def merged(where: Where, config: str) -> dict[str, Any]:
    """What a commit makes of a merge."""
    with _device(where) as device:
        device.load_config(config=config)
        diff = device.diff_config()
        committed = device.commit_config()
        return {
            "failed": diff.failed or committed.failed,
            "diff": diff.device_diff,
            "running": device.get_config().result,
        }


def replaced(where: Where, config: str) -> dict[str, Any]:
    """What a commit makes of a whole configuration."""
    with _device(where) as device:
        device.load_config(config=config, replace=True)
        diff = device.diff_config()
        committed = device.commit_config()
        return {
            "failed": diff.failed or committed.failed,
            "diff": diff.device_diff,
            "said": [each.result for each in committed.scrapli_responses or ()],
            "running": device.get_config().result,
            "startup": device.get_config("startup").result,
        }
