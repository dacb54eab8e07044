"""The options of every program about a stack."""

import argparse
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def add_stack(parser: argparse.ArgumentParser, about: str) -> None:
    """Add `--stack`, with the words for its help, and `--project`."""
    parser.add_argument("--stack", required=True, help=about)
    add_project(parser)


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add `--project`."""
    parser.add_argument("--project", type=_folder, default=PROJECT, help="directory of Pulumi.yaml")


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"'{text}' is no folder")
    return Path(text).resolve()
