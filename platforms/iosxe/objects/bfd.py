"""The router's timers for BFD, on the interfaces over which sessions are watched by it."""

from model.session import Bfd
from model.stack import Stack, vrf_speakers


def bfd_lines(stack: Stack, router: str, vrf: str) -> dict[str, str]:
    """The line for each interface of a VRF whose neighbors use BFD, by its name.

    Source: Cisco IOS XE, IP Routing: BFD Configuration Guide, "Configuring BFD Session Parameters on the Interface".
    """
    return {
        place.interface: _line(bfd)
        for speaker, place in vrf_speakers(stack, router, vrf)
        if (bfd := stack.speakers()[speaker].session.bfd)
    }


def _line(bfd: Bfd) -> str:
    interval = bfd.interval_milliseconds
    return f"bfd interval {interval} min_rx {interval} multiplier {bfd.multiplier}"
