"""Faults on the running lab, one after the other, and whether the checks name the cause of each and no other.

It needs the applied stack `dev`, and takes back each fault before the next one. The checks are asked again until they
name the cause, or the time is over; before the next fault until all of them hold.
"""

import json
import subprocess
import sys
import time
from typing import Any

from lab.errors import LabError
from lab.fabric.places import REPOSITORY
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.ios_xe.faults_of_causes import Fault, faults, restart_idle
from lab.scenarios.stage import Stage
from toolchain.environment import for_the_lab

ROUTERS = ("ios-xe",)
TITLE = "causes: faults on the router, the nodes and in the cluster, and what the checks say of each"
FAULT_SECONDS = 30
HEALING_SECONDS = 90
VERIFY_SECONDS = 60
# What is true beside the cause of a fault: the router has other lines, and nobody has saved them.
_BESIDE = ("csr1000v was changed since the stack's last `up`", "csr1000v was configured and not saved")
Results = list[dict[str, Any]]


def play(stage: Stage) -> None:
    """Claim of each fault that its cause is named, at its path, by at least one check, and no other cause by any."""
    stack = Applied(stage.fabric.places.root / "causes")
    before = Before(stage, stack)
    sound = _healed(stage)
    stage.claim("all checks hold before", not _failed(sound), _said(sound) or f"{len(sound)} checks")
    for fault in faults():
        _play(stage, fault)
    before.claim_unchanged()


def _play(stage: Stage, fault: Fault) -> None:
    begun = time.monotonic()
    stage.afterwards(fault.name, lambda: fault.undo(stage.fabric))
    try:
        fault.apply(stage.fabric)
        results, seconds = _until_named(fault), time.monotonic() - begun
    except LabError as error:
        stage.claim(fault.name, False, str(error))
    else:
        failed = _failed(results)
        named = any(_is_right(fault, each) for each in failed)
        wrong = [each for each in failed if not _is_right(fault, each) and not _is_beside(each)]
        stage.claim(fault.name, named and not wrong, f"{seconds:.0f} s; {_said(results)}")
    _, undo = stage.undo.pop()
    try:
        undo()
    except LabError as error:
        stage.claim(f"{fault.name}: it is taken back", False, str(error))
    if still := _failed(_healed(stage)):
        stage.claim(f"{fault.name}: all checks hold again", False, _said(still))


def _until_named(fault: Fault) -> Results:
    """The results in which the cause is named and no other is; or those at the end of the time."""
    deadline = time.monotonic() + FAULT_SECONDS
    while True:
        results = _verify()
        failed = _failed(results)
        named = any(_is_right(fault, each) for each in failed)
        if named and all(_is_right(fault, each) or _is_beside(each) for each in failed):
            return results
        if time.monotonic() > deadline:
            return results


def _healed(stage: Stage) -> Results:
    """The results once no check fails, or when the time is over; the sessions start again at once."""
    restart_idle(stage.fabric)
    return _verify("--wait", str(HEALING_SECONDS))


def _verify(*words: str) -> Results:
    """The results of the checks of the stack `dev`, of one round unless the words say otherwise.

    Raises:
        LabError: The command did not print results.
    """
    waiting = words or ("--wait", "0")
    done = subprocess.run(
        [sys.executable, "-m", "verify", "--stack", "dev", "--json", *waiting],
        cwd=REPOSITORY,
        env=for_the_lab(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=VERIFY_SECONDS + (HEALING_SECONDS if words else 0),
        check=False,
    )
    if not done.stdout.startswith("["):
        raise LabError("bgp-coexist verify", f"it ended with {done.returncode}: {done.stderr.strip()}")
    found: Results = json.loads(done.stdout)
    return found


def _failed(results: Results) -> Results:
    return [each for each in results if each["verdict"] != "pass" and each["verdict"] != "skipped"]


def _is_right(fault: Fault, result: dict[str, Any]) -> bool:
    cause = result["cause"] or {"what": "", "path": ""}
    return bool(cause["what"].startswith(fault.cause) and cause["path"].startswith(fault.path))


def _is_beside(result: dict[str, Any]) -> bool:
    return bool(result["cause"] and result["cause"]["what"].startswith(_BESIDE))


def _said(results: Results) -> str:
    """Every failed check and its cause, those that are beside it left out."""
    failed = [each for each in _failed(results) if not _is_beside(each)]
    texts: dict[str, list[str]] = {}
    for each in failed:
        cause = each["cause"]["what"] if each["cause"] else f"no cause ({each['actual'][:120]})"
        texts.setdefault(cause, []).append(f"{each['where']} {each['what']}")
    return "\n      ".join(f"{cause}  [{'; '.join(checks)}]" for cause, checks in texts.items())
