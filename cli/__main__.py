"""`bgp-coexist SUBCOMMAND …` or `python -m cli SUBCOMMAND …`: one command line for the project's programs.

Only the chosen program is imported, by its name, so that a program starts as fast as by `python -m`.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

NAME = "bgp-coexist"


# The arguments of most subcommands, which the help says once.
USUAL = "--stack dev"


class Subcommand(NamedTuple):
    """One program.

    Attributes:
        module: Its module, with a function `main(arguments, prog)` that returns the exit code.
        about: One sentence.
        example: Its arguments in an example.
    """

    module: str
    about: str
    example: str


SUBCOMMANDS = {
    "preflight": Subcommand("preflight.__main__", "Checks a stack's file, and compares it with the cluster.", USUAL),
    "adopt": Subcommand(
        "adopt.__main__", "Prints the stack of a configured router, which it only reads.", "admin@10.0.0.254"
    ),
    "new-stack": Subcommand(
        "adopt.new_stack", "Writes a stack's file from another's, without its secrets.", "--stack prod --from dev"
    ),
    "render": Subcommand("preflight.render", "Prints what a stack wants on a router as configuration text.", USUAL),
    "picture": Subcommand("verify.picture", "Draws a stack's routers, nodes and sessions as SVG or Mermaid.", USUAL),
    "verify": Subcommand("verify.__main__", "Checks that the running network does what the stack says.", USUAL),
    "watch": Subcommand("watch.__main__", "Shows what these checks see, live in the terminal.", USUAL),
    "exporter": Subcommand("exporter.__main__", "Serves what these checks see as metrics of Prometheus.", USUAL),
    "plan": Subcommand("plan.__main__", "Shows a preview as a page: lines, order, what restarts.", USUAL),
    "drift": Subcommand("drift.__main__", "Prints what differs between file, routers and cluster.", USUAL),
    "drain": Subcommand(
        "drain.__main__", "Takes a node out of the routers before its maintenance.", "worker3 --stack dev"
    ),
    "fleet": Subcommand("fleet.__main__", "Previews, applies, checks or compares many stacks.", "preview fleet.yaml"),
    "lab": Subcommand("lab.__main__", "Runs the lab: a cluster, a router and a client (root).", "up"),
    "emulator": Subcommand(
        "emulator.__main__",
        "Runs the lab's router alone: IOS-XE's prompt over SSH.",
        "--listen 127.0.0.1:10122",
    ),
    "toolchain": Subcommand(
        "toolchain.__main__", "Installs what this machine lacks, and writes and audits the locks.", "setup"
    ),
}


def main(arguments: list[str]) -> int:
    """Run one program; its exit code, 2 without a known one, 130 on Ctrl-C."""
    name, *rest = arguments or [""]
    if name in ("-h", "--help"):
        print(screen())
        return 0
    if name not in SUBCOMMANDS:
        print(_unknown(name) if name else screen(), file=sys.stderr)
        return 2
    try:
        return _program(name)(rest, prog=f"{NAME} {name}")
    except KeyboardInterrupt:
        return 130


def screen() -> str:
    """The help: a sentence on each subcommand, and an example where it is no usual one; 24 lines of 80 columns."""
    lines = [f"usage: {NAME} SUBCOMMAND [ARGUMENT ...]", ""]
    lines += [f"  {name:<10} {each.about}" for name, each in SUBCOMMANDS.items()]
    lines += ["", f"Examples, each after `{NAME}`; the others are like `verify {USUAL}`:"]
    examples = [f"{name} {each.example}" for name, each in SUBCOMMANDS.items() if each.example != USUAL]
    pairs = zip(examples[::2], [*examples[1::2], ""], strict=False)
    lines += [f"  {left:<36}{right}".rstrip() for left, right in pairs]
    return "\n".join([*lines, f"More: {NAME} SUBCOMMAND --help; one stack's changes: `pulumi up`"])


def _unknown(name: str) -> str:
    from difflib import get_close_matches  # not needed by any other call

    near = get_close_matches(name, SUBCOMMANDS, 1, cutoff=0.8) or ["--help"]
    return f"{NAME}: '{name}' is not a subcommand\n  hint: {NAME} {near[0]}"


def _program(name: str) -> Callable[..., int]:
    """The program's `main`; ends this process where the Python that runs it lacks a distribution."""
    try:
        program: Callable[..., int] = import_module(SUBCOMMANDS[name].module).main
    except ModuleNotFoundError as error:
        sys.exit(f"{NAME}: this Python has no module '{error.name}'\n  hint: make setup")
    return program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
