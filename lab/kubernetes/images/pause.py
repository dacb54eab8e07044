"""The pause image: the process that holds a pod's namespaces open."""

from __future__ import annotations

from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.layer import Entry

PAUSE_IMAGE = "bgp-coexist.lab/pause:1"


def pause_image(program: Path) -> Image:
    """The image of a pod's sandbox container: one static program that waits for a signal."""
    return Image(PAUSE_IMAGE, (Entry("pause", program),), ("/pause",))
