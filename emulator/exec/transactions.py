"""`configure replace`, `configure … revert`, `configure confirm`, `archive`, and their show commands."""

from emulator.console import Console, ExecAction
from emulator.exec.session import configure
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.storage.difference import contextual, missing, parsed
from emulator.storage.flash import flash_name
from emulator.transactions.replace import replace

QUESTION = """\
This will apply all necessary additions and deletions
to replace the current running configuration with the
contents of the specified configuration file, which is
assumed to be a complete configuration, not a partial
configuration. Enter Y if you are sure you want to proceed. ? [no]: """
NO_CHANGES = "!No changes were found"


async def configure_replace(console: Console, args: Args) -> str:
    """Replace the running configuration with a file's."""
    text = file_text(console, args["url"])
    if text is None:
        return f"Error: Could not open file {args['url']} for reading"
    timed = args.get("minutes")
    if (timed or "trigger" in args) and not console.device.config.archive.path:
        return "%Please turn config archive on before using Rollback Confirmed Change"
    if "force" not in args:
        answer = await console.ask(QUESTION)
        if (answer or "").strip().lower() not in ("y", "yes"):
            return ""
    before = console.device.stored_text()
    message = console.device.reverter.begin(console.line, int(timed), "idle" in args) if timed else ""
    outcome = await replace(console.device, text, console.line, "(replace)")
    if outcome.failed and "trigger" in args:
        await replace(console.device, before, console.line, "(revert)")
        restored = "Rollback: the original configuration has been successfully restored.\n"
        return message + outcome.text("list" in args) + restored
    return message + outcome.text("list" in args)


def file_text(console: Console, url: str) -> str | None:
    """Return the configuration at a URL; None if it does not exist."""
    url = url.replace(":/", ":")
    url = url.replace(":/", ":")
    if url in ("system:running-config", "running-config"):
        return console.device.stored_text()
    if url in ("nvram:startup-config", "startup-config"):
        return console.device.startup
    return console.device.flash.read(flash_name(url) or "")


def configure_revert(console: Console, args: Args) -> str:
    """`configure terminal revert timer N`: enter configuration mode with a revert timer."""
    message = console.device.reverter.begin(console.line, int(args["minutes"]), "idle" in args)
    if message.startswith("%"):
        return message
    console.device.reverter.print_message = console.interrupt
    return f"{message}\n{configure(console, args)}"


def confirm(console: Console, args: Args) -> str:
    """Confirm the pending change."""
    return console.device.reverter.confirm()


async def revert_now(console: Console, args: Args) -> str:
    """Revert the pending change now."""
    return await console.device.reverter.now()


def revert_timer(console: Console, args: Args) -> str:
    """Change the pending change's timer."""
    return console.device.reverter.change(int(args["minutes"]), "idle" in args)


def rollback_timer(console: Console, args: Args) -> str:
    """Print the pending change's timer."""
    return console.device.reverter.describe()


def archive_config(console: Console, args: Args) -> str:
    """Archive the running configuration."""
    if not console.device.config.archive.path:
        return "Archive feature not enabled"
    console.device.archive_now()
    return ""


def show_archive(console: Console, args: Args) -> str:
    """List the archived configurations."""
    archive = console.device.config.archive
    if not archive.path:
        return " Archive feature not enabled"
    return console.device.archive_files.listing(archive.path, console.device.clock.now(), archive.maximum)


def differences(console: Console, args: Args) -> str:
    """Print the lines that only one of two files has; with one file, it is compared with the running configuration.

    Source: measured by Ivan Pepelnjak (ipSpace.net, "Identify Changes in Router Configurations").
    """
    running = "system:running-config"
    one, two = args.get("first"), args.get("second")
    first, second = (one, two) if one and two else (running, one) if one else ("nvram:startup-config", running)
    texts = [file_text(console, first), file_text(console, second)]
    for url, text in zip((first, second), texts, strict=True):
        if text is None:
            return f"%Error opening {url} (No such file or directory)"
    old, new = (parsed(text or "", keep_headers=True) for text in texts)
    lines = list(contextual(old, new))
    return "\n".join(["!Contextual Config Diffs:", *lines, ""]) if lines else NO_CHANGES


def incremental(console: Console, args: Args) -> str:
    """Print the commands with which a file would change the running configuration."""
    text = file_text(console, args["url"])
    if text is None:
        return f"%Error opening {args['url']} (No such file or directory)"
    lines = list(missing(parsed(console.device.stored_text()), parsed(text)))
    return "\n".join(["!List of Commands:", *lines, "end", ""]) if lines else NO_CHANGES


def configuration_lock(console: Console, args: Args) -> str:
    """Print the owner of the configuration lock. Source: genieparser's samples."""
    holder = console.device.lock
    values = ("-1", "unknown", "-1", "NO LOCK", "FREE", "unknown", "0")
    if holder:
        pid, tty = str(400 + holder.number), str(holder.number + 1)
        values = (pid, holder.user, tty, "EXCLUSIVE", "LOCKED", "EXPOSED", "1")
    names = ("Owner PID", "User", "TTY", "Type", "State", "Class", "Count")
    rows = [f"{name:18}: {value}" for name, value in zip(names, values, strict=True)]
    return "\n".join(["Parser Configure Lock", "---------------------", *rows])


_TIMER = "[revert trigger error] [{timer|time} <minutes:1-120>]"
PRIVILEGED: list[Command[ExecAction]] = [
    Command(f"configure replace <url:word> [list] [force] [ignorecase] {_TIMER}", configure_replace),
    Command(f"configure replace <url:word> force list [ignorecase] {_TIMER}", configure_replace),
    Command("configure terminal revert timer [idle] <minutes:1-120>", configure_revert),
    Command("configure terminal revert idle <minutes:1-120>", configure_revert),
    Command("configure confirm", confirm),
    Command("configure revert now", revert_now),
    Command("configure revert timer [idle] <minutes:1-120>", revert_timer),
    Command("configure revert idle <minutes:1-120>", revert_timer),
    Command("archive config", archive_config),
    Command("show archive", show_archive),
    Command("show archive config differences [<first:word> [<second:word>]]", differences),
    Command("show archive config incremental-diffs <url:word> [ignorecase]", incremental),
    Command("show archive config rollback timer", rollback_timer),
    Command("show configuration lock", configuration_lock),
]
