"""Whose lab it is: there can be one per machine, and another clone's is not ours to touch."""

import json
from pathlib import Path

from lab.errors import LabError
from lab.fabric import namespaces
from lab.fabric.fabric import Fabric


def note(fabric: Fabric) -> Path:
    """The file that says which clone's lab is up."""
    return Path(f"/run/{fabric.prefix}-lab.json")


def claim(fabric: Fabric) -> None:
    """The lab on this machine is ours.

    Raises:
        LabError: Another clone's is up.
    """
    check(fabric)
    note(fabric).write_text(json.dumps({"directory": str(fabric.places.root)}))


def check(fabric: Fabric) -> None:
    """No other clone's lab is up; one whose folder was deleted belongs to whoever cleans up.

    Raises:
        LabError: One is.
    """
    owner = _owner(fabric)
    if owner and owner != fabric.places.root and owner.exists() and namespaces.names(fabric.prefix):
        home = owner.parent
        raise LabError("lab", f"another clone's lab is up: '{home}' owns the namespaces", f"make -C {home} lab-down")


def check_orphan(fabric: Fabric) -> None:
    """No lab is up whose folder is gone: `up` could not take it over, `down` can remove it.

    Raises:
        LabError: One is.
    """
    owner = _owner(fabric)
    if owner and owner != fabric.places.root and not owner.exists() and namespaces.names(fabric.prefix):
        what = f"a lab is up whose folder '{owner}' is gone"
        raise LabError("lab", what, "make lab-down removes it")


def release(fabric: Fabric) -> None:
    """The note is gone."""
    note(fabric).unlink(missing_ok=True)


def _owner(fabric: Fabric) -> Path | None:
    try:
        return Path(json.loads(note(fabric).read_text())["directory"])
    except (OSError, ValueError, KeyError):
        return None
