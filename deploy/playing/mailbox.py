"""A mail server on a free loopback port that takes every mail and keeps none."""

import asyncio
import contextlib
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator

from deploy.run import HOST

END_OF_MAIL = b".\r\n"
ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
TAKEN = b"250 OK\r\n"


async def takes_mail(reader: StreamReader, writer: StreamWriter) -> None:
    """Speak as much SMTP (RFC 5321) as a client needs who only hands in mail."""
    writer.write(b"220 the season's mailbox\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        writer.write(ANSWERS.get(verb, TAKEN))
        if verb == b"QUIT":
            break
        if verb == b"DATA":
            await writer.drain()
            while await reader.readline() not in (END_OF_MAIL, b""):
                pass
            writer.write(TAKEN)
        await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def a_mailbox() -> AsyncGenerator[int]:
    """Take mail until the block ends; give the port."""
    server = await asyncio.start_server(takes_mail, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
