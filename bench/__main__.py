"""Ours beside Ansible, netmiko, NAPALM and scrapli on one router: time, round trips, bytes and memory.

    python -m bench [--all] [--nodes 4 64] [--round-trip-ms 0 20] [--repetitions 3] [--only NAME …] [--into bench]

Each figure goes to INTO/figures.jsonl at once; RESULTS.md and its plots are written from that at the end.
"""

import argparse
import time
from pathlib import Path

from bench import figures, results
from bench.contenders import CONTENDERS, named
from bench.matrix import Matrix

REDUCED = ([4, 64], [0, 20], 1)
WHOLE = ([4, 16, 64, 256, 1000], [0, 20, 80], 3)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print each figure, and write the results."""
    chosen = _options(arguments)
    nodes, round_trips, repetitions = WHOLE if chosen.all else REDUCED
    matrix = Matrix(
        named(chosen.only),
        chosen.nodes or nodes,
        chosen.round_trip_ms or round_trips,
        chosen.repetitions or repetitions,
        chosen.all,
    )
    chosen.into.mkdir(exist_ok=True)
    file = chosen.into / "figures.jsonl"
    file.write_text("")
    began = time.monotonic()
    for each in matrix.figures():
        figures.note(file, each)
        said = each.failed or f"{each.seconds:8.2f} s, {each.ssh_seconds:8.2f} s of SSH, {each.round_trips} round trips"
        print(
            f"{each.contender:<16}{each.nodes:>5} nodes {each.round_trip_ms:>3} ms  {each.step:<16}{said}", flush=True
        )
    results.write(figures.read(file), chosen.into)
    print(f"{chosen.into / 'RESULTS.md'} is written, after {(time.monotonic() - began) / 60:.0f} min")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="the whole matrix, which takes hours")
    parser.add_argument("--nodes", type=int, nargs="+")
    parser.add_argument("--round-trip-ms", type=int, nargs="+")
    parser.add_argument("--repetitions", type=int)
    parser.add_argument("--only", nargs="+", default=[], choices=[each.name for each in CONTENDERS])
    parser.add_argument("--into", type=Path, default=Path("bench"), help="the folder of RESULTS.md and its plots")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
