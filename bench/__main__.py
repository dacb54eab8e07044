"""Ours beside Ansible, netmiko, NAPALM and scrapli on one router: time, round trips, bytes and memory.

    python -m bench [--all | --claims] [--nodes 4 64] [--round-trip-ms 0 20] [--repetitions 3] [--only NAME …]
                    [--into bench]

Each figure goes to INTO/figures.jsonl at once; RESULTS.md and its plots are written from that at the end.
"""

import argparse
import time
from pathlib import Path

from bench import alone, figures, results
from bench.contenders import CONTENDERS, Contender, named
from bench.matrix import Matrix, everyone

REDUCED = ([4, 64], [0, 20], 1)
WHOLE = ([4, 16, 64, 256, 1000], [0, 20, 80], 3)
CLAIMED = (*WHOLE[:2], 1)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print each figure, and write the results."""
    chosen = _options(arguments)
    nodes, round_trips, repetitions = WHOLE if chosen.all else CLAIMED if chosen.claims else REDUCED
    matrix = Matrix(
        named(chosen.only),
        chosen.nodes or nodes,
        chosen.round_trip_ms or round_trips,
        chosen.repetitions or repetitions,
        everyone if chosen.all else _claimed if chosen.claims else _not_too_large,
    )
    chosen.into.mkdir(exist_ok=True)
    file = chosen.into / "figures.jsonl"
    file.write_text("")
    began = time.monotonic()
    more = list(alone.claims())
    for each in matrix.figures():
        figures.note(file, each)
        said = each.failed or f"{each.seconds:8.2f} s, {each.ssh_seconds:8.2f} s of SSH, {each.round_trips} round trips"
        print(
            f"{each.contender:<16}{each.nodes:>5} nodes {each.round_trip_ms:>3} ms  {each.step:<16}{said}", flush=True
        )
    results.write(figures.read(file), chosen.into, more)
    print(f"{chosen.into / 'RESULTS.md'} is written, after {(time.monotonic() - began) / 60:.0f} min")


def _not_too_large(contender: Contender, nodes: int, round_trip_ms: int) -> bool:
    return nodes <= contender.most_nodes


def _claimed(contender: Contender, nodes: int, round_trip_ms: int) -> bool:
    """What claims.py compares: the device and ours always, the slow ones once at the largest size."""
    if contender.is_floor or contender.name.startswith("ours"):
        return nodes <= contender.most_nodes
    largest = contender.name in ("ansible", "netmiko") and nodes == max(CLAIMED[0])
    return round_trip_ms == 20 and (largest or nodes in REDUCED[0])


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    how_much = parser.add_mutually_exclusive_group()
    how_much.add_argument("--all", action="store_true", help="the whole matrix, which takes hours")
    how_much.add_argument("--claims", action="store_true", help="what decides the claims, up to 1,000 nodes: an hour")
    parser.add_argument("--nodes", type=int, nargs="+")
    parser.add_argument("--round-trip-ms", type=int, nargs="+")
    parser.add_argument("--repetitions", type=int)
    parser.add_argument("--only", nargs="+", default=[], choices=[each.name for each in CONTENDERS])
    parser.add_argument("--into", type=Path, default=Path("bench"), help="the folder of RESULTS.md and its plots")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
