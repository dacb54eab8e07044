"""A router's endpoint as a URL: one input and one line of a preview instead of eight."""

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from model.router import IOS_XE, Router
from transport.endpoint import Endpoint, legacy_switch

_OPTIONS = (
    "platform",
    "password_key",
    "known_hosts",
    "host_key",
    "connect_seconds",
    "answer_seconds",
    "commit_confirm",
    "commit_confirm_minutes",
    "ssh_legacy",
)
_NUMBERS = ("connect_seconds", "answer_seconds", "commit_confirm_minutes")


def url_of(router: Router) -> str:
    """`ssh://admin@192.0.2.1:22?known_hosts=…`: the options that differ from their defaults, never a password.

    The router has a host: the stack manages it.
    """
    values = router.model_dump(include=set(_OPTIONS), exclude_none=True, exclude_defaults=True)
    named = {key: "true" if values[key] is True else values[key] for key in _OPTIONS if key in values}
    options = urlencode(named, safe="/~+= ", quote_via=quote)
    host, user = str(router.host), quote(str(router.username), safe="")
    host = f"[{host}]" if ":" in host else host
    return f"ssh://{user}@{host}:{router.port}" + (f"?{options}" if options else "")


def endpoint_of(router: str, address: str) -> Endpoint:
    """The endpoint of a URL."""
    parts = urlsplit(address)
    user, _, place = parts.netloc.rpartition("@")
    host, _, port = place.rpartition(":")
    options: dict[str, Any] = dict(parse_qsl(parts.query.replace("+", "%2B")))
    options |= {key: int(options[key]) for key in _NUMBERS if key in options}
    legacy = legacy_switch(router, options.get("platform", IOS_XE))
    options |= {"ssh_legacy": options.get("ssh_legacy") == "true", "legacy_switch": legacy}
    return Endpoint(router, host.strip("[]"), unquote(user), int(port), **options)
