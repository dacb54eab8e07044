"""What goes wrong on purpose."""

import asyncio
from dataclasses import dataclass


@dataclass
class NoFaults:
    """Nothing but, if asked, a slow line."""

    latency_seconds: float = 0.0

    async def before(self, shell: object, line: str) -> None:
        """Wait as a distant router would."""
        if self.latency_seconds:
            await asyncio.sleep(self.latency_seconds)

    async def after(self, shell: object, line: str) -> None:
        """Nothing."""
