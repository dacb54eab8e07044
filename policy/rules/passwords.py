"""No password that everybody can read who reads the state, a preview or an object of the cluster."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .violation import ROUTER, Inputs, Violation, kubernetes_kind, spec, texts

# `<key>` stands for the value of a configuration key.
_LINE = re.compile(r"\b(?:password|secret)(?: \d)? (?!<)(\S+)", re.IGNORECASE)
_OWN_KEY = "name the password's configuration key: session.passwordKey, and `pulumi config set --secret KEY`"
_PEERS = "password"


def no_password_in_clear(type_: str, inputs: Inputs) -> Iterator[Violation]:
    """A password in a router's lines or address, or in a BGPPeer of the cluster."""
    if type_.startswith(ROUTER):
        if any(_LINE.search(line) for line in texts(inputs.get("lines"))):
            yield Violation("the router's lines have a password in clear", _OWN_KEY)
        if urlsplit(str(inputs.get("reach", ""))).password:
            yield Violation("the router's address has a password in clear", "leave it out: passwordKey names it")
    if kubernetes_kind(type_) == "BGPPeer" and isinstance(spec(inputs).get(_PEERS), str):
        yield Violation("spec.password is a password in clear", _OWN_KEY)
