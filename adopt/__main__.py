"""`python -m adopt [USER@]HOST`: the stack that describes a configured router, as YAML on standard output.

Exit code 0: `up` of it changes nothing on the router. 1: it was printed, but needs manual steps. 2: an error.
"""

import argparse
import getpass
import re
import sys
from typing import Any

from adopt.adopted import adopted
from adopt.named_nodes import named_node
from adopt.source import from_file, from_router
from adopt.speaker_values import Values, filled
from errors import CoexistError
from model.router import IOS_XE
from platforms.base import Platform
from platforms.registry import NAMES, platform_named
from platforms.running import Running
from printable import message, printable
from transport.endpoint import Endpoint

_TARGET = re.compile(r"^(?:(?P<user>[^@]+)@)?(?P<host>\[[0-9A-Fa-f:]+\]|[^:@]+)(?::(?P<port>\d{1,5}))?$")


def main(arguments: list[str] | None = None, prog: str = "python -m adopt") -> int:
    """Read the router and print its stack; the exit code."""
    options = _options(arguments, prog)
    access, platform = _access(options), platform_named(options.platform)
    try:
        made = adopted(_running(options, access, platform), options, access, platform)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2
    except (ValueError, IndexError) as error:
        # A file may contain anything.
        router, command = platform.adoption.router, platform.adoption.command
        source = options.file or access["host"]
        print(message(f"{source}: a line is not as {router} prints it: {error}"), file=sys.stderr)
        print(f"  hint: save the whole of `{command}` again, without folded or cut lines", file=sys.stderr)
        return 2
    print(printable(made.text), end="")
    print(printable(made.notes + made.left_to_do), end="", file=sys.stderr)
    return 1 if made.left_to_do else 0


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Print the stack that describes a configured router. The router is read and not changed.",
        epilog=f"example: {prog} admin@10.0.0.254 > Pulumi.prod.yaml",
    )
    add = parser.add_argument
    add("target", metavar="[USER@]HOST[:PORT]", type=_target, help="the router's SSH server")
    add("--platform", choices=sorted(NAMES), default=IOS_XE, help=f"the kind of the router; default: {IOS_XE}")
    commands = " or ".join(f"`{platform_named(name).adoption.command}`" for name in NAMES)
    add("--from", dest="file", metavar="FILE", help=f"a saved {commands} instead of asking the router")
    add("--name", help="what the stack calls the router; default: its hostname")
    add("--known-hosts", metavar="FILE", help="OpenSSH known_hosts file; default: the user's own")
    add("--host-key", metavar="KEY", help="pinned host key instead: type and base64")
    add("--ssh-legacy", action="store_true", help="also offer SHA-1, 3DES and MD5; IOS-XE 16 needs it")
    add("--password-key", metavar="KEY", default="routerPassword", help="configuration key of the password")
    add("--calico-vrf", metavar="VRF", help="the VRF Calico's speakers dial into, or default; else guessed")
    add("--metallb-vrf", metavar="VRF", help="the VRF MetalLB's speakers dial into")
    add(
        "--node",
        dest="nodes",
        metavar="NAME=ADDRESS",
        type=named_node,
        action="append",
        default=[],
        help="a node and the address of its sessions, once for each: only these neighbors count; default: guessed",
    )
    add("--interface", metavar="NAME", action="append", default=[], help="also own this interface outside the VRFs")
    return parser.parse_args(arguments)


def _target(text: str) -> re.Match[str]:
    if not (found := _TARGET.match(text)) or not 0 < int(found["port"] or 22) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is not [USER@]HOST[:PORT]")
    return found


def _access(options: argparse.Namespace) -> Values:
    """The keys of the router's endpoint in the YAML, without defaults."""
    target: re.Match[str] = options.target
    keys = {
        "host": target["host"].strip("[]"),
        "port": int(target["port"]) if target["port"] else None,
        "username": target["user"] or getpass.getuser(),
        "passwordKey": options.password_key if options.password_key != "routerPassword" else None,
        "knownHosts": options.known_hosts,
        "hostKey": options.host_key,
        "sshLegacy": options.ssh_legacy or None,
    }
    return filled(keys)


def _running(options: argparse.Namespace, access: Values, platform: Platform[Any]) -> Running:
    if options.file:
        return from_file(options.file, platform)
    endpoint = Endpoint(
        options.name or access["host"],
        access["host"],
        access["username"],
        access.get("port", 22),
        options.known_hosts,
        options.host_key,
        ssh_legacy=options.ssh_legacy,
        legacy_switch="`--ssh-legacy`",
        password_key=options.password_key,
        platform=platform.name,
    )
    return from_router(endpoint, platform)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(2)
