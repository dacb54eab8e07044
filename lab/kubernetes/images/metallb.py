"""MetalLB's two images, under the names its Helm chart asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.layer import Entry

METALLB_VERSION = "v0.15.2"


def metallb_image(role: str, program: Path, beside: Mapping[str, Path] | None = None) -> Image:
    """The image of MetalLB's `controller` or `speaker`: static programs at the root, as in the published image.

    Source: https://github.com/metallb/metallb/blob/v0.15.2/controller/Dockerfile

    Args:
        role: `controller` or `speaker`.
        program: The program that the image starts.
        beside: Further programs by name: those that the speaker copies to FRR's containers in mode frr.
    """
    reference = f"quay.io/metallb/{role}:{METALLB_VERSION}"
    programs = (Entry(role, program), *(Entry(name, path) for name, path in (beside or {}).items()))
    # The controller writes its webhook certificate to /tmp, which a scratch image does not have.
    return Image(reference, (*programs, Entry("tmp", mode=0o1777)), (f"/{role}",))
