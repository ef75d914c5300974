"""A small HTTP/1.1 client that keeps its connections: cheap, so that the server is what is slow."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import orjson

from tests.load.measure import closed_loop


class RefusedRequest(Exception):
    """The server did not answer with a success."""


class Connection:
    """One kept connection, one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def post(self, path: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> None:
        """Post a JSON body; raise `RefusedRequest` unless the answer is 2xx."""
        content = orjson.dumps(body)
        lines = [
            f"POST {path} HTTP/1.1",
            "host: office",
            "content-type: application/json",
            f"content-length: {len(content)}",
            *(f"{name}: {text}" for name, text in headers.items()),
        ]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 2"):
            raise RefusedRequest(answer.decode())


async def closed_loop_over_http(
    *, port: int, path: str, streams: int, headers: Mapping[str, str], tasks: int, seconds: float
) -> Mapping[str, float]:
    """Post notes without a pause over kept connections; `path` may hold `{desk}`."""
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(tasks)]
    connections = [Connection(*pair) for pair in pairs]
    first = time.monotonic_ns()  # new desks each round: streams of the same length

    async def post(number: int) -> None:
        connection = connections[number % tasks]
        where = path.format(desk=first + number % streams)
        await connection.post(where, headers, {"number": number, "text": "x" * 80})

    try:
        return await closed_loop(tasks, seconds, post)
    finally:
        for connection in connections:
            connection.writer.close()
