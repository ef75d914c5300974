"""A real mail server on a free loopback port that keeps what it takes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """Takes mail; answers `refusals` first, one for each message to an address."""

    port: int = 0
    seconds: float = 0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused_recipients: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, list[str]] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if answer := self.refused_recipients.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        (address,) = envelope.rcpt_tos
        await asyncio.sleep(self.seconds)
        if answers := self.refusals.get(address):
            return answers.pop(0)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((address, letter))
        return f"250 2.0.0 queued for <{address}>"

    def to(self, address: str) -> list[EmailMessage]:
        """Return what came for an address."""
        return [letter for recipient, letter in self.letters if recipient == address]


@contextlib.asynccontextmanager
async def a_post_office() -> AsyncIterator[PostOffice]:
    """Run a mail server until the block ends."""
    office = PostOffice()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, hostname="localhost", loop=asyncio.get_running_loop()), "127.0.0.1", 0
    )
    office.port = server.sockets[0].getsockname()[1]
    async with server:
        yield office
