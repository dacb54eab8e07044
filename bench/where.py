"""Where the time of preview, up, refresh and destroy goes: by process, over SSH, and by imported package.

    python -m bench.where [--nodes 4] [--round-trip-ms 0]
    python -m bench.where --stack dev [--verbs preview refresh]

Without `--stack` it is the router's side of the dev stack on an emulator, and a preview of the whole program without
router and cluster. With it, this clone's stack as it is in the lab; only the verbs that are named are run there.
On a busy machine the processor's time says more than how long something lasted.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bench.contenders import through
from bench.imports import PROGRAMS, by_package
from bench.pulumi import Pulumi, whole_preview
from bench.relay import link
from bench.router import fresh_router
from bench.steps import DESTROY, FIRST, values
from bench.timeline import Seen, Timeline
from model.load import stack_from
from tests.engine import PROJECT
from toolchain import environment, part

VERBS = ("preview", "up", "refresh", "destroy")
# The first of these that a command line has names its process; the project's stand-ins are called like the originals.
_ROLES = {
    "pulumi-language-python-exec": "program",
    "stand_ins/program.py": "program",
    "pulumi-language-python": "language host",
    "stand_ins/__main__.py language": "language host",
    "pulumi.dynamic": "our providers' plugin",
    "stand_ins/__main__.py dynamic": "our providers' plugin",
    "pulumi-resource-pulumi-python": "our providers' plugin",
    "pulumi-resource-kubernetes": "Kubernetes plugin",
    "pulumi-resource-command": "command plugin",
    "stand_ins/__main__.py command": "command plugin",
    "-m verify": "verify",
}


def role(command: list[str]) -> str:
    """What a process does."""
    words = " ".join(command)
    for word, name in _ROLES.items():
        if word in words:
            return name
    return Path(command[0]).name if command else "gone at once"


def timeline(words: list[str], settings: Mapping[str, str], within: Path) -> list[Seen]:
    """Run a command to its end; what it printed is shown where it fails."""
    process = subprocess.Popen(
        words, cwd=within, env=dict(settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    looked = Timeline(process.pid)
    said, _ = process.communicate()
    if process.returncode:
        print(said)
    return looked.stop()


def rows(seen: Iterable[Seen]) -> Iterator[str]:
    """One line for each role: how often it was started, when first, for how long and with how much processor time."""
    groups: dict[str, list[Seen]] = {}
    for each in seen:
        groups.setdefault(role(each.command), []).append(each)
    start = min(each.began for group in groups.values() for each in group)
    for name, group in groups.items():
        first, last = min(each.began for each in group), max(each.ended for each in group)
        used = sum(each.processor for each in group)
        yield f"  {name:<24}{len(group):>3} x {first - start:>8.2f} {last - first:>8.2f} {used:>8.2f}"


def show(title: str, seen: list[Seen], more: str = "") -> None:
    """Print the table of one command."""
    print(f"{title}\n  {'process':<26}started at    lasts  processor   (seconds)")
    print("\n".join([*rows(seen), *([more] if more else [])]), end="\n\n", flush=True)


def on_an_emulator(nodes: int, round_trip_ms: int) -> None:
    """The router's side of the dev stack."""
    with (
        tempfile.TemporaryDirectory() as name,
        fresh_router(Path(name)) as router,
        link(router.port, round_trip_ms / 1000) as wire,
    ):
        pulumi = Pulumi(Path(name), through(router, wire.port, Path(name)), nodes)
        for verb in VERBS:
            words = pulumi.preview() if verb == "preview" else pulumi.words(DESTROY if verb == "destroy" else FIRST)
            words[1] = verb
            wire.reset()
            seen = timeline(words, pulumi.environment, pulumi.program)
            traffic = wire.traffic
            said = f"{traffic.seconds:.2f} s in {traffic.connections} connections, {traffic.round_trips} round trips"
            show(f"{verb}, router's side of dev with {nodes} nodes", seen, f"  SSH: {said}")


def whole_program() -> None:
    """A preview of the whole program: its staging stack, which needs neither router nor cluster."""
    with tempfile.TemporaryDirectory() as name:
        show("preview, the whole program (staging)", timeline(*whole_preview(Path(name)), PROJECT))


def in_the_lab(stack: str, verbs: list[str]) -> None:
    """This clone's stack as it is."""
    for verb in verbs:
        words = [str(part("pulumi")), verb, "--non-interactive", "--stack", stack]
        words += [] if verb == "preview" else ["--yes", "--skip-preview"]
        show(f"{verb}, stack {stack}", timeline(words, environment.for_the_lab(), PROJECT))


def checks() -> None:
    """Print what reading and checking a stack's values takes."""
    for nodes in (4, 1000):
        given = values(nodes, FIRST)
        began = time.process_time()
        stack_from(given)
        print(f"values and checks of {nodes} nodes: {1000 * (time.process_time() - began):.0f} ms of the processor")


def imports() -> None:
    """Print the most expensive packages of each program."""
    for name, statement in PROGRAMS.items():
        packages = by_package(statement)
        total = packages.total()
        most = ", ".join(f"{package} {100 * taken / total:.0f} %" for package, taken in packages.most_common(8))
        print(f"imports of {name}, {total} ms: {most}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=4)
    parser.add_argument("--round-trip-ms", type=int, default=0)
    parser.add_argument("--stack", help="this clone's stack in the lab")
    parser.add_argument("--verbs", nargs="+", choices=VERBS, default=["preview", "refresh"])
    chosen = parser.parse_args()
    if chosen.stack:
        in_the_lab(chosen.stack, chosen.verbs)
    else:
        on_an_emulator(chosen.nodes, chosen.round_trip_ms)
        whole_program()
    checks()
    imports()


if __name__ == "__main__":
    main()
