"""`configure replace`, `configure … revert`, `configure confirm`, `archive`, and what shows them."""

from typing import TYPE_CHECKING

from emulator.exec.session import configure
from emulator.exec.tables import ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.storage.difference import contextual, missing, parsed
from emulator.storage.flash import flash_name
from emulator.transactions.replace import replace

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell

QUESTION = """\
This will apply all necessary additions and deletions
to replace the current running configuration with the
contents of the specified configuration file, which is
assumed to be a complete configuration, not a partial
configuration. Enter Y if you are sure you want to proceed. ? [no]: """
NO_CHANGES = "!No changes were found"


async def configure_replace(shell: "Shell", args: Args) -> str:
    """Replace the running configuration by a file's."""
    text = file_text(shell, args["url"])
    if text is None:
        return f"Error: Could not open file {args['url']} for reading"
    timed = args.get("minutes")
    if (timed or "trigger" in args) and not shell.device.config.archive.path:
        return "%Please turn config archive on before using Rollback Confirmed Change"
    if "force" not in args:
        answer = await shell.ask(QUESTION)
        if (answer or "").strip().lower() not in ("y", "yes"):
            return ""
    before = shell.device.stored_text()
    said = shell.device.reverter.begin(shell.line, int(timed), "idle" in args) if timed else ""
    outcome = await replace(shell.device, text, shell.line, "(replace)")
    if outcome.failed and "trigger" in args:
        await replace(shell.device, before, shell.line, "(revert)")
        restored = "Rollback: the original configuration has been successfully restored.\n"
        return said + outcome.text("list" in args) + restored
    return said + outcome.text("list" in args)


def file_text(shell: "Shell", url: str) -> str | None:
    """A configuration named by a URL, None where there is none."""
    url = url.replace(":/", ":")
    url = url.replace(":/", ":")
    if url in ("system:running-config", "running-config"):
        return shell.device.stored_text()
    if url in ("nvram:startup-config", "startup-config"):
        return shell.device.startup
    return shell.device.flash.read(flash_name(url) or "")


def configure_revert(shell: "Shell", args: Args) -> str:
    """`configure terminal revert timer N`: configuration that must be confirmed."""
    said = shell.device.reverter.begin(shell.line, int(args["minutes"]), "idle" in args)
    if said.startswith("%"):
        return said
    shell.device.reverter.tell = shell.interrupt
    return f"{said}\n{configure(shell, args)}"


def confirm(shell: "Shell", args: Args) -> str:
    """Keep the pending change."""
    return shell.device.reverter.confirm()


async def revert_now(shell: "Shell", args: Args) -> str:
    """Take it back at once."""
    return await shell.device.reverter.now()


def revert_timer(shell: "Shell", args: Args) -> str:
    """Give it another time."""
    return shell.device.reverter.change(int(args["minutes"]), "idle" in args)


def rollback_timer(shell: "Shell", args: Args) -> str:
    """Whether a change is pending."""
    return shell.device.reverter.describe()


def archive_config(shell: "Shell", args: Args) -> str:
    """Put the running configuration in the archive."""
    if not shell.device.config.archive.path:
        return "Archive feature not enabled"
    shell.device.archive_now()
    return ""


def show_archive(shell: "Shell", args: Args) -> str:
    """The archived configurations."""
    archive = shell.device.config.archive
    if not archive.path:
        return " Archive feature not enabled"
    return shell.device.archived.listing(archive.path, shell.device.clock.now(), archive.maximum)


def differences(shell: "Shell", args: Args) -> str:
    """What the second file has and the first has not, and the reverse; one file alone is the second.

    Source: measured by Ivan Pepelnjak (ipSpace.net, "Identify Changes in Router Configurations").
    """
    running = "system:running-config"
    one, two = args.get("first"), args.get("second")
    first, second = (one, two) if one and two else (running, one) if one else ("nvram:startup-config", running)
    texts = [file_text(shell, first), file_text(shell, second)]
    for url, text in zip((first, second), texts, strict=True):
        if text is None:
            return f"%Error opening {url} (No such file or directory)"
    old, new = (parsed(text or "", keep_headers=True) for text in texts)
    lines = list(contextual(old, new))
    return "\n".join(["!Contextual Config Diffs:", *lines, ""]) if lines else NO_CHANGES


def incremental(shell: "Shell", args: Args) -> str:
    """The commands a file would add to the running configuration."""
    text = file_text(shell, args["url"])
    if text is None:
        return f"%Error opening {args['url']} (No such file or directory)"
    lines = list(missing(parsed(shell.device.stored_text()), parsed(text)))
    return "\n".join(["!List of Commands:", *lines, "end", ""]) if lines else NO_CHANGES


def configuration_lock(shell: "Shell", args: Args) -> str:
    """Who holds the configuration. Source: genieparser's samples."""
    holder = shell.device.lock
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
