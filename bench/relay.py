"""A link with a round trip: TCP passed on after a delay, and counted. The kernel of a small machine may lack netem."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Traffic:
    """What went over the link since the last `Link.reset`.

    Attributes:
        connections: TCP connections, each one login.
        round_trips: How often a client sent after it had received: it may have waited for that.
        sent: Bytes to the router.
        received: Bytes from the router.
        first: When the first connection came, by `time.monotonic`; 0 where none came.
        last: When the last byte went through.
    """

    connections: int = 0
    round_trips: int = 0
    sent: int = 0
    received: int = 0
    first: float = 0.0
    last: float = 0.0

    @property
    def seconds(self) -> float:
        """From the first connection to the last byte."""
        return self.last - self.first


@dataclass
class Link:
    """Listens on a port of its own; each direction takes half of the round trip.

    Attributes:
        target: The router's port on 127.0.0.1.
        round_trip: In seconds; a connection takes one more before anything passes, as a TCP handshake does.
    """

    target: int
    round_trip: float
    port: int = 0
    traffic: Traffic = field(default_factory=Traffic)

    def reset(self) -> None:
        """Count from here on."""
        self.traffic = Traffic()

    async def serve(self) -> asyncio.Server:
        """Listen."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _accept(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        self.traffic.connections += 1
        self.traffic.first = self.traffic.first or time.monotonic()
        self.traffic.last = time.monotonic()
        await asyncio.sleep(self.round_trip)
        try:
            router_in, router_out = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            client_out.close()
            return
        turn = _Turn()
        try:
            # Cancelled: the link ends before the connection does.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(
                    self._pass_on(client_in, router_out, turn, to_router=True),
                    self._pass_on(router_in, client_out, turn, to_router=False),
                )
        finally:
            client_out.close()
            router_out.close()

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, turn: "_Turn", to_router: bool
    ) -> None:
        """Each part goes on half a round trip after it came, in its order, however many are under way."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(_deliver(under_way, sink))
        data = b"more"
        while data:
            try:
                data = await source.read(65536)
            except OSError:
                data = b""
            self._count(data, turn, to_router)
            under_way.put_nowait((time.monotonic() + self.round_trip / 2, data))
        await delivering

    def _count(self, data: bytes, turn: "_Turn", to_router: bool) -> None:
        if not data:
            return
        traffic, traffic_at = self.traffic, time.monotonic()
        traffic.last = traffic_at
        if to_router:
            traffic.sent += len(data)
            traffic.round_trips += turn.received
        else:
            traffic.received += len(data)
        turn.received = not to_router


@dataclass
class _Turn:
    """Whether the last that went over a connection came from the router."""

    received: bool = False


async def _deliver(under_way: "asyncio.Queue[tuple[float, bytes]]", sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(due - time.monotonic())
            if not data:
                break
            sink.write(data)
            await sink.drain()
    sink.close()


@contextmanager
def link(target: int, round_trip: float) -> Iterator[Link]:
    """A link that lives within the `with` block, on a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = Link(target, round_trip)
    try:
        server = asyncio.run_coroutine_threadsafe(made.serve(), loop).result(10)
        try:
            yield made
        finally:
            asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    """Cut what is still connected."""
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)  # the sockets close in the loop's next turn
