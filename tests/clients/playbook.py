"""Ansible, run as its users run it: a playbook, an inventory with one router, the results as JSON."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.clients.conftest import Where
from tests.clients.venv import FOLDER, python

Results = dict[str, dict[str, Any]]
"""What each task said about the router, by the task's name."""


def inventory(where: Where) -> dict[str, Any]:
    """One router, reached by `network_cli` over paramiko."""
    variables = {
        "ansible_host": where["host"],
        "ansible_port": where["port"],
        "ansible_user": where["username"],
        "ansible_password": where["password"],
        "ansible_connection": "ansible.netcommon.network_cli",
        "ansible_network_os": "cisco.ios.ios",
        "ansible_network_cli_ssh_type": "paramiko",
        **where.get("variables", {}),
    }
    return {"all": {"hosts": {"router": variables}}}


def play(name: str, where: Where, home: Path, **variables: str) -> Results:
    """Run `playbooks/NAME.yml`; the host key must be the one in the home folder's known_hosts.

    Args:
        name: The playbook.
        where: The router.
        home: An empty folder to be the user's home.
        variables: Values for the playbook.
    """
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "known_hosts").write_text(Path(where["known_hosts"]).read_text())
    (home / "inventory.json").write_text(json.dumps(inventory(where)))
    bin_folder = python("ansible").parent
    command = [str(bin_folder / "ansible-playbook"), "--inventory", str(home / "inventory.json")]
    command += ["--extra-vars", json.dumps(variables), str(FOLDER / "playbooks" / f"{name}.yml")]
    done = subprocess.run(
        command,
        cwd=home,
        env=os.environ | settings(home) | {"PATH": f"{bin_folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    try:
        tasks = json.loads(done.stdout)["plays"][0]["tasks"]
    except (ValueError, LookupError):
        raise AssertionError(f"{done.stdout}\n{done.stderr}") from None
    return {task["task"]["name"]: task["hosts"]["router"] for task in tasks}


def settings(home: Path) -> dict[str, str]:
    """Everything Ansible writes goes to the home folder; its connection process ends soon after the play."""
    return {
        "HOME": str(home),
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_PARAMIKO_LOOK_FOR_KEYS": "False",
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_PERSISTENT_CONTROL_PATH_DIR": str(home / "pc"),
        "ANSIBLE_PERSISTENT_CONNECT_TIMEOUT": "30",
        "ANSIBLE_PERSISTENT_COMMAND_TIMEOUT": "25",
        "ANSIBLE_NOCOLOR": "True",
        "LC_ALL": "C.UTF-8",
    }
