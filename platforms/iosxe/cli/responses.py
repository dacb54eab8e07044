"""What the router's answers to configuration lines mean, as tables.

Source: texts recorded from IOS and IOS-XE (`% Interface … removed due to …`, `BGP is already running; AS is 1`, …), and
the texts that netmiko, scrapli, unicon and Ansible's cisco.ios match. Spacing varies by release, so the patterns are
loose where only such a pattern is known.
"""

import re
from typing import Literal

Verdict = Literal["fine", "retry", "refused"]

# Informational: the line took effect.
INFORMATIONAL = (
    r"IPv4 disabled and address\(es\) removed due to (en|dis)abling VRF",
    r"IPv6 disabled and address\(es\) removed due to (en|dis)abling VRF",
    r"ipv[46] addresses from all interfaces in VRF \S+ have been removed",
    r"for vrf .* scheduled for deletion",
    r"^% ?Warning",
)
# The same line is accepted once the router's clean-up has ended.
RETRY_LATER = (
    r"Deletion of RD in progress",
    r"wait for it to complete",
    r"wait for the current operation to complete",
    r"is currently being deconfigured",
    r"BGP context not been initialized properly",
    r"is being deleted, please try later",
    r"is still in use and cannot be removed",
    r"is currently deactivating",
    r"[Cc]onfiguration mode is locked by",
    r"[Cc]onfig session is locked by",
    r"Please try later",
)
# Errors that do not begin with a percent sign.
BARE_ERRORS = (
    r"^BGP is already running; AS is ",
    r"^Bad mask ",
    r"^Must delete secondary",
    r"is an [Ii]nvalid network",
    r"^Command [Rr]ejected",
    r"^Command authorization failed",
    r"^ERROR",
    r"^Error[: ]",
    r"routing table \S+ does not exist",
    r"^\S+ overlaps with \S+",
    r"\bnot found$",
)

_INFORMATIONAL, _RETRY, _BARE = (
    re.compile("|".join(f"(?:{pattern})" for pattern in table), re.IGNORECASE)
    for table in (INFORMATIONAL, RETRY_LATER, BARE_ERRORS)
)


def verdict(answer: str) -> Verdict:
    """What an answer means for the line before it.

    Args:
        answer: What the router printed between the echo and the prompt; empty where nothing.
    """
    complaints = [line for line in map(str.strip, answer.splitlines()) if line and _complains(line)]
    if not complaints:
        return "fine"
    return "retry" if all(_RETRY.search(line) for line in complaints) else "refused"


def _complains(line: str) -> bool:
    if line.startswith("%"):
        return not _INFORMATIONAL.search(line)
    return bool(_BARE.search(line) or _RETRY.search(line))
