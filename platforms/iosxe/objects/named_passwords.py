"""A family whose texts name passwords by their configuration keys: no preview or state line has a fingerprint.

A fingerprint tells two passwords apart, so it also tells a right guess from a wrong one. It stays between the router's
configuration and the stack's secrets; in texts of previews and state, a password has the name of its key, and a
number from its first change on.
"""

import re

from platforms.iosxe.objects.bgp_vrf import BgpVrfType
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.tree import Tree
from platforms.passwords import placeholder

# What the router has in place of the stack's password.
ANOTHER = placeholder("another")
_FINGERPRINT = re.compile(r"\bpassword <([0-9a-f]{8})>$", re.MULTILINE)


class NamedPasswordsType(BgpVrfType):
    """A family whose texts name passwords by their keys; plans and what was there before have fingerprints."""

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The wanted texts, `password <bgpPassword>` for the password of that key."""
        return named(values, super().lines(values))

    def running(self, tree: Tree, values: BgpVrfValues, before: BgpVrfHistory | None = None) -> dict[str, str] | None:
        """The same of what runs, `password <another>` where that is not the stack's."""
        texts = super().running(tree, values, before)
        return None if texts is None else named(values, texts)


def named(values: BgpVrfValues, texts: dict[str, str]) -> dict[str, str]:
    """The texts with keys for fingerprints; those that an old state has in its neighbors stay as they are there."""
    versions = values.password_versions
    names = {
        mark: placeholder(f"{key} {versions[key]}" if versions.get(key) else key)
        for key, mark in sorted(values.password_marks.items())
    }
    old = {neighbor.password for neighbor in values.neighbors} - names.keys()

    def name(found: re.Match[str]) -> str:
        return found[0] if found[1] in old else names.get(found[1], ANOTHER)

    return {part: _FINGERPRINT.sub(name, text) for part, text in texts.items()}


BGP_VRF = NamedPasswordsType()
