"""`dir`, `delete`, `verify`, `more`, `copy`."""

import hashlib

from emulator.console import Console, ExecAction
from emulator.exec.file_questions import destination, overwrite
from emulator.exec.save import write_memory
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.storage.flash import flash_name


def directory(console: Console, args: Args) -> str:
    """List all files, or one of them."""
    name = flash_name(args.get("url") or "flash:")
    if name is None:
        return f"%Error opening {args['url']} (No such device)"
    if name and name not in console.device.flash.files:
        return f"%Error opening bootflash:/{name} (No such file or directory)"
    return console.device.flash.listing(name)


async def delete(console: Console, args: Args) -> str:
    """Delete a file, after two questions without `/force`."""
    name = flash_name(args["url"])
    if not name:
        return f"%Error deleting {args['url']} (No such device)"
    if "/force" not in args and not console.device.file_prompt_is_quiet():
        answer = await console.ask(f"Delete filename [{name}]? ")
        if answer is None:
            return ""
        name = flash_name(answer.strip()) or name
        if not await console.confirm(f"Delete bootflash:/{name}? "):
            return ""
    if console.device.flash.files.pop(name, None) is None:
        return f"%Error deleting bootflash:/{name} (No such file or directory)\n"
    return "" if "/force" in args else "\n".strip()


def verify(console: Console, args: Args) -> str:
    """Print the MD5 sum of a file, and compare it with a given one."""
    name = flash_name(args["url"])
    file = console.device.flash.files.get(name or "")
    if not file:
        return f"%Error verifying {args['url']} (No such file or directory)"
    digest = hashlib.md5(file.data).hexdigest()
    expected = args.get("sum")
    if expected and expected.lower() != digest:
        return f"%Error verifying {args['url']}\nComputed signature  = {digest}\nSubmitted signature = {expected}"
    return f".Done!\nverify /md5 ({args['url']}) = {digest}\n"


def more(console: Console, args: Args) -> str:
    """Print a file."""
    text = console.device.flash.read(flash_name(args["url"]) or "")
    return f"%Error opening {args['url']} (No such file or directory)" if text is None else text.rstrip("\n")


async def copy(console: Console, args: Args) -> str:
    """Copy between the running and startup configuration and flash."""
    source, target = args["source"], args["target"]
    text = _text(console, source)
    if text is None:
        return f"%Error opening {source} (No such file or directory)"
    if target in ("running-config", "startup-config", "system:running-config", "nvram:startup-config"):
        return await _into_configuration(console, text, target.partition(":")[2] or target, source)
    name = flash_name(target)
    if name is None:
        return f"%Error opening {target} (No such device)"
    chosen = await destination(console, name or source.removeprefix("system:"))
    if chosen is None or not await overwrite(console, flash_name(chosen) or chosen):
        return ""
    return _write(console, flash_name(chosen) or chosen, text)


def _text(console: Console, source: str) -> str | None:
    source = source.replace(":/", ":")
    if source == "null:":
        return ""
    if source in ("running-config", "system:running-config"):
        return console.device.stored_text() + "\n"
    if source in ("startup-config", "nvram:startup-config"):
        return console.device.startup
    return console.device.flash.read(flash_name(source) or "")


def _write(console: Console, name: str, text: str) -> str:
    console.device.write_file(name, text.encode())
    return f"{copied(len(text.encode()))}\n"


def copied(size: int) -> str:
    """Return the last message of a copy; its time is invented."""
    return f"{size} bytes copied in 0.433 secs ({int(size / 0.433)} bytes/sec)"


async def _into_configuration(console: Console, text: str, target: str, source: str) -> str:
    if await destination(console, target) is None:
        return ""
    if target == "startup-config":
        if source.endswith("running-config"):
            return write_memory(console, Args())
        console.device.startup = text
        return f"[OK]\n{copied(len(text))}\n"
    answers = console.device.merge(text, console.line)
    return "\n".join([*answers, copied(len(text.encode())), ""])


async def erase_startup(console: Console, args: Args) -> str:
    """`write erase`: erase the startup configuration."""
    question = "Erasing the nvram filesystem will remove all configuration files! Continue? "
    if not await console.confirm(question):
        return ""
    console.device.startup = None
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
