"""Starting the processes of a figure, talking to them, ending them."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
from pydantic import SecretStr

from deploy.nats.accounts import password_variable
from shared.settings import Settings
from tests.load.ground import Ground


class ChildEnded(Exception):
    """A process of the figure ended before it answered. Its words are above."""


class Child:
    """One process and its role."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def ask(self, order: Mapping[str, Any]) -> Any:
        """Send one line and return the line that answers it."""
        assert self.process.stdin is not None
        self.process.stdin.write(orjson.dumps(order) + b"\n")
        return await self.answer()

    async def answer(self) -> Any:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise ChildEnded(await self.process.wait())
        return orjson.loads(line)


@contextlib.asynccontextmanager
async def child(role: str, order: Mapping[str, Any]) -> AsyncIterator[Child]:
    """Run a role in a process of its own until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.load.process",
        role,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    try:
        started = Child(process)
        await started.ask(order)
        yield started
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


def order_of(ground: Ground, settings: Settings, service: str, **more: Any) -> dict[str, Any]:
    """Return where a process finds its servers and keys."""
    password = SecretStr(ground.stack.secrets[password_variable(service)])
    mine = settings.model_copy(update={"nats_password": password})
    values = {name: getattr(mine, name) for name in mine.model_fields_set | {"nats_password"}}
    secret = {n: v.get_secret_value() for n, v in values.items() if isinstance(v, SecretStr)}
    plain = {n: v if isinstance(v, int) else str(v) for n, v in values.items() if n not in secret}
    return {"settings": {"plain": plain, "secret": secret}, **more}
