"""`python -m toolchain setup | status | path NAME | env | lock | audit | pin`."""

import argparse
import sys

from toolchain import places
from toolchain.audit import audit
from toolchain.environment import exports
from toolchain.errors import ToolchainError
from toolchain.install import ready
from toolchain.lock import write_locks
from toolchain.package import USUAL, packages
from toolchain.parts import part
from toolchain.pin import compare
from toolchain.setup import setup

_ROOM = "this folder and the cache (BGP_COEXIST_CACHE names another) must be writable and have room"


def main(arguments: list[str], prog: str = "python -m toolchain") -> int:
    """Run a command; the exit code is 0: done, 1: failed."""
    options = _parser(prog).parse_args(arguments)
    try:
        if options.command == "setup":
            setup(sys.stdout, options.only)
        elif options.command == "status":
            return _status()
        elif options.command == "path":
            print(part(options.name))
        elif options.command == "lock":
            print(*write_locks(options.upgrade) or ["every lock matches its source"], sep="\n")
        elif options.command == "audit":
            return 0 if audit(sys.stdout) else 1
        elif options.command == "pin":
            return 0 if compare(packages().values(), sys.stdout) else 1
        else:
            print("\n".join(exports()))
    except ToolchainError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"toolchain: '{error.filename or places.cache()}': {error.strerror}\nhint: {_ROOM}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: finished parts stay, `make setup` continues", file=sys.stderr)
        return 130
    return 0


def _status() -> int:
    missing = [package for package in packages().values() if not ready(package)]
    for package in packages().values():
        print(f"{'missing' if package in missing else 'ready  '}  {package.group}  {package.title}")
    return 1 if any(package.group in USUAL for package in missing) else 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="What this project needs on a machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    groups = list(dict.fromkeys(package.group for package in packages().values()))
    setup_command = commands.add_parser("setup", help="find, download or build what is missing")
    setup_command.add_argument(
        "--only",
        choices=groups,
        help="only what Pulumi, the lab, its FRR, or the tests of alerts or of shared backends need",
    )
    commands.add_parser("status", help="list the installed and the missing packages")
    commands.add_parser("path", help="print the path of a part").add_argument("name")
    commands.add_parser("env", help="shell exports, for `eval`")
    lock_command = commands.add_parser("lock", help="write every requirements*.txt from its requirements*.in")
    lock_command.add_argument("--upgrade", action="store_true", help="also upgrade indirect dependencies")
    commands.add_parser("audit", help="print advisories on the locked versions; fails without an answer")
    commands.add_parser("pin", help="print the publishers' and the pinned checksums; needs the internet")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
