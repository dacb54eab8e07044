"""The passphrase that Pulumi would use in this environment, and the salt that a stack's file has for it."""

import re
from collections.abc import Mapping
from pathlib import Path

_SALT = re.compile(r"^encryptionsalt:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def passphrase_in(environment: Mapping[str, str]) -> str | None:
    """The passphrase by the two variables that Pulumi reads; None without one that can be read.

    Source: pulumi, pkg/secrets/passphrase/manager.go: the variable with the passphrase goes before that with a file,
    and white space around the file's text does not count.
    """
    if (passphrase := environment.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
        return passphrase
    try:
        return Path(environment["PULUMI_CONFIG_PASSPHRASE_FILE"]).read_text().strip()
    except (KeyError, OSError, UnicodeDecodeError):
        return None


def salt_in(text: str) -> str | None:
    """The `encryptionsalt` in the text of a stack's file."""
    found = _SALT.search(text)
    return found[1] if found else None
