"""Global lines of the system: hostname, users, enable password, archive, banners, terminal lines."""

from emulator.config.model import User
from emulator.config.secrets import hashed
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command


def hostname(context: Context, args: Args) -> str:
    """Set the hostname; `no hostname` restores `Router`."""
    context.config.hostname = "Router" if args.negated else args["name"]
    return ""


def username(context: Context, args: Args) -> str:
    """Create, change or remove a local account."""
    if args.negated:
        context.config.users.pop(args["name"], None)
        return ""
    user = context.config.users.setdefault(args["name"], User(args["name"]))
    user.privilege = int(args.get("level") or user.privilege)
    if word := args.get("credential"):
        user.kind, user.text = stored(word, args.get("kind"), args["text"])
    return ""


def stored(word: str, kind: str | None, text: str) -> tuple[str, str]:
    """Return a password's kind and stored text: secrets as type 9, passwords as typed."""
    if word == "secret" and kind in (None, "0"):
        return "secret 9", hashed(text)
    return f"{word} {kind or 0}", text


def enable(context: Context, args: Args) -> str:
    """Set or remove the enable password."""
    word = args["credential"]
    if args.negated:
        context.config.enable.pop(word, None)
        return ""
    kind, text = stored(word, args.get("kind"), args["text"])
    context.config.enable[word] = (kind.removesuffix(" 0"), text)
    return ""


def banner(context: Context, args: Args) -> str:
    """Remove a banner; the session sets one, because its text can have several lines."""
    if args.negated:
        context.config.banners.pop(args["which"], None)
    return ""


def archive(context: Context, args: Args) -> str:
    """Enter or reset the archive section."""
    if args.negated:
        context.config.archive.__init__()  # type: ignore[misc]
        return ""
    context.enter("config-archive", context.config.archive)
    return ""


def archive_path(context: Context, args: Args) -> str:
    """Set the path of archived configurations."""
    path = args.get("where") or ""
    context.config.archive.path = (
        None if args.negated else path.replace("flash:", "bootflash:", 1) if path.startswith("flash:") else path
    )
    return ""


def archive_maximum(context: Context, args: Args) -> str:
    """Set the number of archived configurations."""
    context.config.archive.maximum = 10 if args.negated else int(args["count"])
    return ""


def archive_write_memory(context: Context, args: Args) -> str:
    """Archive at each `write memory`."""
    context.config.archive.write_memory = not args.negated
    return ""


def archive_time_period(context: Context, args: Args) -> str:
    """Set the archive interval in minutes."""
    context.config.archive.time_period = None if args.negated else int(args["minutes"])
    return ""


def archive_log(context: Context, args: Args) -> str:
    """Enter or reset the archive's log section."""
    if args.negated:
        context.config.archive.log_config.clear()
    else:
        context.enter("config-archive-log-cfg", context.config.archive.log_config)
    return ""


def log_line(*words: str) -> Action:
    """Return the action of a line in the archive's log section."""

    def action(context: Context, args: Args) -> str:
        if args.negated:
            context.config.archive.log_config.pop(words[0], None)
        else:
            tail = [args[name] for name in ("count",) if name in args]
            context.config.archive.log_config[words[0]] = " ".join([*words, *tail])
        return ""

    return action


def line(context: Context, args: Args) -> str:
    """Enter the section of terminal lines."""
    name = "line con 0" if "console" in args else _vty(context, int(args["first"]), args.get("last"))
    context.config.inert.setdefault(name, {})
    context.enter("config-line", name)
    return ""


def remove_terminal_lines(context: Context, args: Args) -> str:
    """Reset terminal lines to their defaults; lines above the first five are removed."""
    context.config.inert.pop(f"line vty {args['first']} {args.get('last') or ''}".rstrip(), None)
    return ""


def _vty(context: Context, first: int, last: str | None) -> str:
    """Return the header; the prompt has lines 0 to 4 and 5 to 15, and a file can divide them differently."""
    if context.foreign == "none" or last is None:
        return "line vty 5 15" if first >= 5 else "line vty 0 4"
    return f"line vty {first} {last}"


_BANNER = "{which:motd|login|exec|incoming|prompt-timeout|slip-ppp}"
GLOBAL: list[Command[Action]] = [
    Command("hostname <name:word>", hostname, "hostname [<name:word>]"),
    Command("username <name>", username, "username <name> [<rest:line>]"),
    Command("username <name> [privilege <level:0-15>] {credential:secret|password} [<kind:0-9>] <text:line>", username),
    Command("username <name> privilege <level:0-15>", username),
    Command(
        "enable {credential:secret|password} [<kind:0-9>] <text:line>",
        enable,
        "enable {credential:secret|password} [<rest:line>]",
    ),
    Command(f"banner {_BANNER} <text:line>", banner, f"banner {_BANNER}"),
    Command("archive", archive, "="),
    Command("line console <first:0-0>", line),
    Command("line vty <first:0-97> [<last:1-97>]", line),
    Command("no line vty <first:0-97> [<last:1-97>]", remove_terminal_lines),
]

ARCHIVE: list[Command[Action]] = [
    Command("path <where:word>", archive_path, "path [<where:word>]"),
    Command("maximum <count:1-14>", archive_maximum, "maximum [<count:1-14>]"),
    Command("write-memory", archive_write_memory, "="),
    Command("time-period <minutes:1-525600>", archive_time_period, "time-period [<minutes:1-525600>]"),
    Command("log config", archive_log, "="),
]

ARCHIVE_LOG: list[Command[Action]] = [
    Command("logging enable", log_line("logging enable"), "="),
    Command("logging size <count:1-1000>", log_line("logging size"), "logging size"),
    Command("hidekeys", log_line("hidekeys"), "="),
    Command("notify syslog", log_line("notify syslog"), "="),
]
