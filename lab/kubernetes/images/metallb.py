"""MetalLB's two images, under the names its Helm chart asks for."""

from __future__ import annotations

from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.layer import Entry

METALLB_VERSION = "v0.15.2"


def metallb_image(role: str, program: Path) -> Image:
    """The image of MetalLB's `controller` or `speaker`: one static program at the root, as in the published image.

    Source: https://github.com/metallb/metallb/blob/v0.15.2/controller/Dockerfile
    """
    reference = f"quay.io/metallb/{role}:{METALLB_VERSION}"
    # /tmp is where the controller keeps its webhook certificate; a scratch image would have none.
    return Image(reference, (Entry(role, program), Entry("tmp", mode=0o1777)), (f"/{role}",))
