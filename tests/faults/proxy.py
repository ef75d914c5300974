"""A TCP proxy that lets a request through and cuts the connection before the answer (F13)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

CHUNK = 65536


@dataclass
class DroppingProxy:
    """Drops every answer of every second connection, after the upstream has sent it."""

    upstream: tuple[str, int]
    url: str = ""
    dropped: int = 0
    _count: int = 0
    _carrying: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection in."""
        task = asyncio.create_task(self.serve(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def close(self) -> None:
        """End the connections that are still open."""
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        self._count += 1
        drop = self._count % 2 == 0
        try:
            up_reader, up_writer = await asyncio.open_connection(*self.upstream)
        except OSError:
            writer.close()
            return
        forward = asyncio.create_task(_carry(reader, up_writer))
        try:
            while answer := await up_reader.read(CHUNK):
                if drop:
                    self.dropped += 1
                    break
                writer.write(answer)
                await writer.drain()
        except OSError:
            pass
        finally:
            forward.cancel()
            up_writer.close()
            writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()


@contextlib.asynccontextmanager
async def dropping(host: str, port: int) -> AsyncIterator[DroppingProxy]:
    """Open a proxy in front of a service."""
    proxy = DroppingProxy((host, port))
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
