"""`dir`, `delete`, `verify`, `more`, `copy`."""

import hashlib
from typing import TYPE_CHECKING

from emulator.exec.dialogue import destination, overwrite
from emulator.exec.save import write_memory
from emulator.exec.tables import ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.storage.flash import flash_name

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell


def directory(shell: "Shell", args: Args) -> str:
    """The files, or one of them."""
    name = flash_name(args.get("url") or "flash:")
    if name is None:
        return f"%Error opening {args['url']} (No such device)"
    if name and name not in shell.device.flash.files:
        return f"%Error opening bootflash:/{name} (No such file or directory)"
    return shell.device.flash.listing(name)


async def delete(shell: "Shell", args: Args) -> str:
    """Remove a file, after two questions unless forced."""
    name = flash_name(args["url"])
    if not name:
        return f"%Error deleting {args['url']} (No such device)"
    if "/force" not in args and not shell.device.quiet_files():
        answer = await shell.ask(f"Delete filename [{name}]? ")
        if answer is None:
            return ""
        name = flash_name(answer.strip()) or name
        if not await shell.confirm(f"Delete bootflash:/{name}? "):
            return ""
    if shell.device.flash.files.pop(name, None) is None:
        return f"%Error deleting bootflash:/{name} (No such file or directory)\n"
    return "" if "/force" in args else "\n".strip()


def verify(shell: "Shell", args: Args) -> str:
    """The MD5 sum of a file, compared where one was given."""
    name = flash_name(args["url"])
    file = shell.device.flash.files.get(name or "")
    if not file:
        return f"%Error verifying {args['url']} (No such file or directory)"
    digest = hashlib.md5(file.data).hexdigest()
    said = args.get("sum")
    if said and said.lower() != digest:
        return f"%Error verifying {args['url']}\nComputed signature  = {digest}\nSubmitted signature = {said}"
    return f".Done!\nverify /md5 ({args['url']}) = {digest}\n"


def more(shell: "Shell", args: Args) -> str:
    """A file's text."""
    text = shell.device.flash.read(flash_name(args["url"]) or "")
    return f"%Error opening {args['url']} (No such file or directory)" if text is None else text.rstrip("\n")


async def copy(shell: "Shell", args: Args) -> str:
    """Between the running and startup configuration and flash."""
    source, target = args["source"], args["target"]
    text = _text(shell, source)
    if text is None:
        return f"%Error opening {source} (No such file or directory)"
    if target in ("running-config", "startup-config", "system:running-config", "nvram:startup-config"):
        return await _into_configuration(shell, text, target.partition(":")[2] or target, source)
    name = flash_name(target)
    if name is None:
        return f"%Error opening {target} (No such device)"
    chosen = await destination(shell, name or source.removeprefix("system:"))
    if chosen is None or not await overwrite(shell, flash_name(chosen) or chosen):
        return ""
    return _write(shell, flash_name(chosen) or chosen, text)


def _text(shell: "Shell", source: str) -> str | None:
    source = source.replace(":/", ":")
    if source == "null:":
        return ""
    if source in ("running-config", "system:running-config"):
        return shell.device.stored_text() + "\n"
    if source in ("startup-config", "nvram:startup-config"):
        return shell.device.startup
    return shell.device.flash.read(flash_name(source) or "")


def _write(shell: "Shell", name: str, text: str) -> str:
    shell.device.write_file(name, text.encode())
    return f"{copied(len(text.encode()))}\n"


def copied(size: int) -> str:
    """What a copy says at its end; the time is made up."""
    return f"{size} bytes copied in 0.433 secs ({int(size / 0.433)} bytes/sec)"


async def _into_configuration(shell: "Shell", text: str, target: str, source: str) -> str:
    if await destination(shell, target) is None:
        return ""
    if target == "startup-config":
        if source.endswith("running-config"):
            return write_memory(shell, Args())
        shell.device.startup = text
        return f"[OK]\n{copied(len(text))}\n"
    answers = shell.device.merge(text, shell.line)
    return "\n".join([*answers, copied(len(text.encode())), ""])


async def erase_startup(shell: "Shell", args: Args) -> str:
    """`write erase`: the next boot finds nothing."""
    question = "Erasing the nvram filesystem will remove all configuration files! Continue? "
    if not await shell.confirm(question):
        return ""
    shell.device.startup = None
    return "[OK]\nErase of nvram: complete"


PRIVILEGED: list[Command[ExecAction]] = [
    Command("dir [<url:word>]", directory),
    Command("delete [/force] [/recursive] <url:word>", delete),
    Command("verify /md5 <url:word> [<sum:word>]", verify),
    Command("more <url:word>", more),
    Command("copy <source:word> <target:word>", copy),
    Command("copy {source:running-config|startup-config} <target:word>", copy),
    Command("copy <source:word> {target:running-config|startup-config}", copy),
    Command("copy {source:startup-config} {target:running-config}", copy),
    Command("write erase", erase_startup),
    Command("erase startup-config", erase_startup),
]
