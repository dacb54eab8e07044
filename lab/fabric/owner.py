"""The clone that owns the machine's lab: there can be one lab, and another clone's is not changed."""

import json
from pathlib import Path

from lab.errors import LabError
from lab.fabric import namespaces
from lab.fabric.fabric import Fabric


def record(fabric: Fabric) -> Path:
    """The file with the path of the clone whose lab is up."""
    return Path(f"/run/{fabric.prefix}-lab.json")


def claim(fabric: Fabric) -> None:
    """Record this clone as the owner of the machine's lab.

    Raises:
        LabError: Another clone's lab is up.
    """
    check(fabric)
    record(fabric).write_text(json.dumps({"directory": str(fabric.places.root)}))


def check(fabric: Fabric) -> None:
    """Check that no other clone's lab is up; one whose folder was deleted can be removed by any clone.

    Raises:
        LabError: Another clone's lab is up.
    """
    owner = _owner(fabric)
    if owner and owner != fabric.places.root and owner.exists() and namespaces.names(fabric.prefix):
        home = owner.parent
        raise LabError("lab", f"another clone's lab is up: '{home}' owns the namespaces", f"make -C {home} lab-down")


def check_orphan(fabric: Fabric) -> None:
    """Check that no lab with a deleted folder is up: `up` cannot continue it, only `down` can remove it.

    Raises:
        LabError: Such a lab is up.
    """
    owner = _owner(fabric)
    if owner and owner != fabric.places.root and not owner.exists() and namespaces.names(fabric.prefix):
        what = f"a lab is up whose folder '{owner}' is gone"
        raise LabError("lab", what, "make lab-down removes it")


def release(fabric: Fabric) -> None:
    """Delete the record of the owner."""
    record(fabric).unlink(missing_ok=True)


def _owner(fabric: Fabric) -> Path | None:
    try:
        return Path(json.loads(record(fabric).read_text())["directory"])
    except (OSError, ValueError, KeyError):
        return None
