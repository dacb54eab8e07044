"""The kernel limit that four kubelets can reach: the number of root's inotify instances.

Debian's default is 128; the lab uses about 60 of them, and a desktop may use the rest. `down` restores the former
limit, which is recorded.
"""

from pathlib import Path

from lab.fabric.places import Places

INSTANCES = Path("/proc/sys/fs/inotify/max_user_instances")
WANTED = 512


def lift(places: Places) -> None:
    """Set the limit to 512 inotify instances, unless it is higher."""
    before = int(INSTANCES.read_text())
    if before < WANTED:
        _note(places).write_text(str(before))
        INSTANCES.write_text(str(WANTED))


def put_back(places: Places) -> None:
    """Restore the limit from before `lift`, unless it has been changed since."""
    if _note(places).exists() and int(INSTANCES.read_text()) == WANTED:
        INSTANCES.write_text(_note(places).read_text())


def _note(places: Places) -> Path:
    return places.root / "inotify"
