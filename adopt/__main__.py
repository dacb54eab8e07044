"""`python -m adopt [USER@]HOST`: the stack that describes a configured router, as YAML on standard output.

Exit code 0: `up` of it changes nothing on the router. 1: it was printed, but needs manual steps. 2: an error.
"""

import argparse
import getpass
import re
import sys

from pydantic import ValidationError

from adopt.objects import first_up, objects_of
from adopt.page import page
from adopt.passwords import marks_of, password_problems
from adopt.source import from_file, from_router
from adopt.speakers import speakers_of
from adopt.values import Values, filled, stack_values
from errors import CoexistError, IntentError
from model.load import stack_from
from model.stack import Stack
from platforms.adoption import Typed
from platforms.registry import platform_named
from platforms.running import Running
from printable import message, printable
from transport.endpoint import Endpoint

_PLATFORM = platform_named("ios-xe")
_TARGET = re.compile(r"^(?:(?P<user>[^@]+)@)?(?P<host>\[[0-9A-Fa-f:]+\]|[^:@]+)(?::(?P<port>\d{1,5}))?$")


def main(arguments: list[str] | None = None, prog: str = "python -m adopt") -> int:
    """Read the router and print its stack; the exit code."""
    options = _options(arguments, prog)
    access = _access(options)
    try:
        text, left_to_do = adopted(_running(options, access), options, access)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2
    except (ValueError, IndexError) as error:
        # A file may contain anything.
        router, command = _PLATFORM.adoption.router, _PLATFORM.adoption.command
        source = options.file or access["host"]
        print(message(f"{source}: a line is not as {router} prints it: {error}"), file=sys.stderr)
        print(f"  hint: save the whole of `{command}` again, without folded or cut lines", file=sys.stderr)
        return 2
    print(printable(text), end="")
    print(printable(left_to_do), end="", file=sys.stderr)
    return 1 if left_to_do else 0


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Print the stack that describes a configured router. The router is read and not changed.",
        epilog=f"example: {prog} admin@10.0.0.254 > Pulumi.prod.yaml",
    )
    add = parser.add_argument
    add("target", metavar="[USER@]HOST[:PORT]", type=_target, help="the router's SSH server")
    saved = f"a saved `{_PLATFORM.adoption.command}` instead of asking the router"
    add("--from", dest="file", metavar="FILE", help=saved)
    add("--name", help="what the stack calls the router; default: its hostname")
    add("--known-hosts", metavar="FILE", help="OpenSSH known_hosts file; default: the user's own")
    add("--host-key", metavar="KEY", help="pinned host key instead: type and base64")
    add("--ssh-legacy", action="store_true", help="also offer SHA-1, 3DES and MD5; IOS-XE 16 needs it")
    add("--password-key", metavar="KEY", default="routerPassword", help="configuration key of the password")
    add("--calico-vrf", metavar="VRF", help="the VRF Calico's speakers dial into; default: guessed, with the reason")
    add("--metallb-vrf", metavar="VRF", help="the VRF MetalLB's speakers dial into")
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


def _running(options: argparse.Namespace, access: Values) -> Running:
    if options.file:
        return from_file(options.file, _PLATFORM)
    endpoint = Endpoint(
        options.name or access["host"],
        access["host"],
        access["username"],
        access.get("port", 22),
        options.known_hosts,
        options.host_key,
        ssh_legacy=options.ssh_legacy,
        legacy_switch="`--ssh-legacy`",
    )
    return from_router(endpoint, options.password_key, _PLATFORM)


def adopted(running: Running, options: argparse.Namespace, access: Values) -> tuple[str, str]:
    """The YAML, and what must be done before it is applied or would change by it."""
    found = _PLATFORM.adoption.found(running, options.name or access["host"])
    name = options.name or found.hostname
    speakers = speakers_of(found, options.calico_vrf, options.metallb_vrf)
    values = stack_values(found, speakers, access, name, tuple(options.interface))
    objects, problems = _objects(values, name, marks_of(speakers))
    does = first_up(objects, running, _PLATFORM)
    todo = "".join(f"{line}\n" for line in (*does, *password_problems(speakers)))
    about = [
        f"What {name} runs. VRF {speakers.calico.name} counts as Calico's, VRF {speakers.metallb.name} as MetalLB's:",
        f"{speakers.reason}.",
        "Values that are not on the router are placeholders, marked in their lines.",
        *does,
    ]
    return page(values, about, _PLATFORM.adoption.left_over(objects, running)), problems + todo


def _objects(values: Values, name: str, marks: dict[str, str]) -> tuple[list[Typed], str]:
    """The router's objects, and what the checks before an `up` find."""
    problems = ""
    try:
        stack_from(values, "what was read")
    except IntentError as error:
        problems = f"{error}\n"
    try:
        return objects_of(Stack.model_validate(values), name, marks), problems
    except ValidationError:
        return [], problems


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(2)
