"""Fixtures of the data plane's tests; the whole lab's tests have their own."""

from tests.lab.dataplane_router import net, router, running

__all__ = ["net", "router", "running"]
