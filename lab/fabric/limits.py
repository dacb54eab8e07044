"""The one kernel limit that four kubelets can run into: how many inotify instances root may open.

Debian's default is 128; the lab takes about 60 of them, and a desktop may hold the rest. What it was is noted and put
back by `down`.
"""

from pathlib import Path

from lab.fabric.places import Places

INSTANCES = Path("/proc/sys/fs/inotify/max_user_instances")
WANTED = 512


def lift(places: Places) -> None:
    """At least 512 inotify instances are allowed; a higher limit is left alone."""
    before = int(INSTANCES.read_text())
    if before < WANTED:
        _note(places).write_text(str(before))
        INSTANCES.write_text(str(WANTED))


def put_back(places: Places) -> None:
    """The limit is what it was before `lift`, unless somebody else has set it since."""
    if _note(places).exists() and int(INSTANCES.read_text()) == WANTED:
        INSTANCES.write_text(_note(places).read_text())


def _note(places: Places) -> Path:
    return places.root / "inotify"
