"""`show ip ssh`."""

from collections.abc import Iterator

from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

_WIDTH = 80


def ip_ssh(console: Console, args: Args) -> str:
    """Print the server's settings, its algorithms and the public key. Source: genieparser's sample of IOS-XE 17."""
    return "\n".join(_lines(console))


def _lines(console: Console) -> Iterator[str]:
    device, profile = console.device, console.device.profile
    settings = device.config.inert.get("ssh", {})
    yield f"SSH Enabled - version {'2.0' if settings.get('ip ssh version') == 'ip ssh version 2' else '1.99'}"
    yield "Authentication methods:keyboard-interactive,password"
    yield f"Hostkey Algorithms:{','.join(profile.host_key)}"
    yield f"Encryption Algorithms:{','.join(profile.ciphers)}"
    yield f"MAC Algorithms:{','.join(profile.macs)}"
    yield f"KEX Algorithms:{','.join(profile.kex)}"
    seconds = settings.get("ip ssh time-out", "120").split()[-1]
    yield f"Authentication timeout: {seconds} secs; Authentication retries: 3"
    yield "Minimum expected Diffie Hellman key size : 2048 bits"
    yield f"IOS Keys in SECSH format(ssh-rsa, base64 encoded): {device.config.hostname}"
    yield "Modulus Size : 2048 bits"
    key = device.host_key
    yield from (key[start : start + _WIDTH] for start in range(0, len(key), _WIDTH))


USER: list[Command[ExecAction]] = [Command("show ip ssh", ip_ssh)]
