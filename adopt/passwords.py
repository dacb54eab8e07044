"""The neighbors' passwords: the stack names a secret for each, whose value the user sets."""

import os
from collections.abc import Iterator, Mapping

from adopt.speakers import Speakers
from model.router import password_variable
from model.tables import table_name
from platforms.found import FoundVrf
from platforms.passwords import UNREADABLE, fingerprint


def password_key(speakers: Speakers, vrf: FoundVrf) -> str | None:
    """The configuration key of a VRF's sessions: one for both where the password is the same; None without any."""
    calico, metallb = speakers.calico, speakers.metallb
    if vrf.settings.password in (None, UNREADABLE):
        return None
    if not metallb or calico.settings.password == metallb.settings.password:
        return "bgpPassword"
    return "calicoPassword" if vrf is calico else "metallbPassword"


def marks_of(speakers: Speakers) -> dict[str, str]:
    """The fingerprints of the passwords by configuration key."""
    return {
        key: (vrf.settings.password or "").removeprefix("password <").removesuffix(">")
        for vrf in speakers.tables
        if (key := password_key(speakers, vrf))
    }


def password_problems(speakers: Speakers, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """The missing or different passwords, a line each; none where the environment has the router's passwords."""
    for vrf in speakers.tables:
        if vrf.settings.password == UNREADABLE:
            yield (
                f"the password of the neighbors in {table_name(vrf.name)} is encrypted so that only the router can "
                "read it: set it on the router again without type 6"
            )
    for key, mark in marks_of(speakers).items():
        first, *others = [vrf.name for vrf in speakers.tables if password_key(speakers, vrf) == key]
        whose = f"the password of the neighbors in {' and '.join([table_name(first), *others])}"
        given = environment.get(password_variable(key))
        if given is None:
            yield f"`pulumi config set --secret {key}` is missing: {whose}"
        elif fingerprint(given) != mark:
            yield f"{password_variable(key)} is not {whose}"
