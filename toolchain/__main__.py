"""`python -m toolchain setup | status | path NAME | env | lock | audit | pin`."""

import argparse
import sys

from toolchain import places
from toolchain.audit import audit
from toolchain.environment import exports
from toolchain.errors import ToolchainError
from toolchain.install import ready
from toolchain.lock import write_locks
from toolchain.package import packages
from toolchain.parts import part
from toolchain.pin import compare
from toolchain.setup import setup

_ROOM = "this folder and the cache (BGP_COEXIST_CACHE names another) must be writable and have room"


def main(arguments: list[str], prog: str = "python -m toolchain") -> int:
    """Run one command; 0 when it did what was asked, 1 when it could not."""
    asked = _parser(prog).parse_args(arguments)
    try:
        if asked.command == "setup":
            setup(sys.stdout, asked.only)
        elif asked.command == "status":
            return _status()
        elif asked.command == "path":
            print(part(asked.name))
        elif asked.command == "lock":
            print(*write_locks(asked.upgrade) or ["every lock fits its source already"], sep="\n")
        elif asked.command == "audit":
            return 0 if audit(sys.stdout) else 1
        elif asked.command == "pin":
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
        print("interrupted: what is done stays, `make setup` goes on from here", file=sys.stderr)
        return 130
    return 0


def _status() -> int:
    missing = [package for package in packages().values() if not ready(package)]
    for package in packages().values():
        print(f"{'missing' if package in missing else 'ready  '}  {package.group}  {package.title}")
    return 1 if missing else 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="What this project needs on a machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    setup_command = commands.add_parser("setup", help="find, download or build what is missing")
    setup_command.add_argument("--only", choices=["engine", "lab"], help="only what Pulumi, or only what the lab needs")
    commands.add_parser("status", help="what is there and what is missing")
    commands.add_parser("path", help="where a part lies").add_argument("name")
    commands.add_parser("env", help="shell exports, for `eval`")
    lock_command = commands.add_parser("lock", help="write every requirements*.txt from its requirements*.in")
    lock_command.add_argument("--upgrade", action="store_true", help="also to the newest of what is behind those")
    commands.add_parser("audit", help="advisories on what the locks name; fails without an answer")
    commands.add_parser("pin", help="sums of the publishers' files beside the pinned ones; needs the internet")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
