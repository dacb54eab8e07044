"""The passphrase that Pulumi uses in an environment, and the salt in a stack's file."""

import re
from collections.abc import Mapping
from pathlib import Path

_SALT = re.compile(r"^encryptionsalt:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def passphrase_in(environment: Mapping[str, str]) -> str | None:
    """The passphrase from the two variables that Pulumi reads; None: there is none, or the file cannot be read.

    Source: pulumi, pkg/secrets/passphrase/manager.go: the variable with the passphrase takes precedence over the one
    with a file, whose text is stripped of white space.
    """
    if (passphrase := environment.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
        return passphrase
    try:
        return Path(environment["PULUMI_CONFIG_PASSPHRASE_FILE"]).read_text().strip()
    except (KeyError, OSError, UnicodeDecodeError):
        return None


def salt_in(text: str) -> str | None:
    """The `encryptionsalt` in the text of a stack's file; None: there is none."""
    found = _SALT.search(text)
    return found[1] if found else None
