"""Runs one Pulumi program, in the program's own environment: a file of its own that imports nothing of this project."""

import asyncio
import json
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any

ALREADY_SHOWN = 32


def main(asked: dict[str, Any]) -> int:
    """0 when the program ran to its end, 32 when its error has been shown."""
    try:
        import pulumi
    except ImportError:
        print(f"{sys.executable}: the package 'pulumi' is not installed there\nhint: make setup", file=sys.stderr)
        return ALREADY_SHOWN
    _configure(asked["settings"])
    sys.argv = [asked["program"], *asked["arguments"]]
    # Imports start at the program, also those that happen late, when runpy has put its own entry away.
    sys.path[0] = _folder(asked["program"])
    try:
        _run(asked["program"], asked["parallel"])
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return ALREADY_SHOWN
    except Exception as error:
        pulumi.log.error(f"Program failed with an unhandled exception:\n{users_traceback(error, sys.path[0])}")
        return ALREADY_SHOWN
    return 0


def _configure(settings: dict[str, Any]) -> None:
    from pulumi import runtime

    runtime.set_all_config(runtime.get_config_env(), runtime.get_config_secret_keys_env())
    runtime.configure(runtime.Settings(**settings))


def _run(program: str, parallel: int) -> None:
    from pulumi.runtime import run_in_stack

    # A program that fails leaves futures behind that nobody awaits; asyncio would complain about each.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with asyncio.Runner() as runner, ThreadPoolExecutor(max_workers=max(parallel, 1) * 4) as threads:
        loop = runner.get_loop()
        asyncio.set_event_loop(loop)
        loop.set_default_executor(threads)
        runner.run(run_in_stack(lambda: _run_file(program)))


def _run_file(program: str) -> None:
    runpy.run_path(program, run_name="__main__")


def _folder(program: str) -> str:
    path = os.path.abspath(program)
    return path if os.path.isdir(path) else os.path.dirname(path)


def users_traceback(error: BaseException, folder: str) -> str:
    """The traceback from the first frame in the user's program on; the whole one if there is none."""
    frame: TracebackType | None = error.__traceback__
    while frame is not None and not frame.tb_frame.f_code.co_filename.startswith(folder + os.sep):
        frame = frame.tb_next
    return "".join(traceback.format_exception(type(error), error, frame or error.__traceback__))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
