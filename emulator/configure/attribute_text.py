"""The stored text of an attribute of a neighbor, a peer group or a template."""

from emulator.config.neighbor import Attribute
from emulator.grammar.match import Args


def attribute_text(attribute: Attribute, args: Args) -> str:
    """Return the text to store, which is printed after `neighbor NAME` or within a template."""
    special = {
        "ebgp-multihop": lambda: f"ebgp-multihop {args.get('hops') or 255}",
        "local-as": lambda: " ".join(filter(None, ["local-as", args["asn"], *_words(args, *_LOCAL_AS)])),
        "timers": lambda: f"timers {args['keepalive']} {args['hold']}",
        "password": lambda: " ".join(filter(None, ["password", (args.get("kind") or "").strip("0"), args["text"]])),
        "send-community": lambda: (
            "send-community" + (f" {args['kind']}" if args.get("kind") not in (None, "standard") else "")
        ),
        "allowas-in": lambda: "allowas-in" + (f" {args['n']}" if "n" in args else ""),
        "ha-mode": lambda: " ".join(filter(None, ["ha-mode graceful-restart", args.get("disable")])),
        "maximum-prefix": lambda: " ".join(filter(None, ["maximum-prefix", *_words(args, *_LIMIT)])),
    }
    return attribute.text.format(**args.values) if attribute.text else special[attribute.name]()


_LIMIT = ("n", "threshold", "restart", "minutes", "warning-only")
_LOCAL_AS = ("no-prepend", "replace-as", "dual-as")


def _words(args: Args, *names: str) -> list[str | None]:
    return [args.get(name) for name in names]
