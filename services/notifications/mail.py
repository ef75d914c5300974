"""E-mail for what is in the inbox: sent at least once, always under the same Message-ID.

Whatever became visible since its recipient bound an address is sent to it, as `digest.py` says. One
process at a time works for a recipient (a lock in the database), every attempt is an event, and a process
that dies between the mail server's 250 and that event leads to the same message again under the same
Message-ID, which mail programs show once. Pauses between attempts use the system clock.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import aiosmtplib
import asyncpg
import structlog
from aiosmtplib.errors import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from services.notifications.digest import (
    Letter,
    day_of,
    is_open,
    last_gathered,
    letters_of,
    subject_of,
    text_of,
)
from services.notifications.mail_hours.projection import IN_FORCE, USUAL, MailHours
from services.notifications.notification.commands import (
    NotificationCommand,
    RecordFailure,
    RecordSent,
    Suppress,
)
from services.notifications.notification.decider import DECIDER
from services.notifications.notification.events import notification
from services.notifications.unsent import PENDING
from shared.domain import value
from shared.ids import derived_id
from shared.resources import OpenResources
from shared.service import Background
from shared.settings import Settings
from shared.store.events import CommandContext
from shared.store.handle import Reaction, handle_together
from shared.store.sealed import Sealed
from shared.store.store import NotReady, StaleVersion
from shared.telemetry.metrics import MAILS

POLL = 0.5
"""Seconds between looks for unsent notices."""

PATIENCE = 20
"""Seconds for one whole delivery; less than the database allows a transaction to be idle."""

LAST_WORK = 2
"""Seconds that a delivery in hand has left when the service stops."""

PAGE = 50
"""How many recipients are served between two looks."""

BACKOFF: Sequence[timedelta] = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
)
"""Pauses after the first, second, ... failed attempt; after the last one there is none (3 days)."""

ANSWER = 200
"""Characters that are kept of a mail server's answer."""

PERMANENT = range(500, 600)
LOCK = "select pg_try_advisory_xact_lock(hashtextextended('lingban:mail:' || $1, 0))"
TEXT_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")

SAID_TODAY = Suppress(channel="email", reason="当日已向该收件人发送相同内容，不再重复发送。")

log = structlog.get_logger()


@value
class Failure:
    """Why a delivery failed; `final` when trying again cannot help."""

    answer: str
    final: bool = False


class NotTaken(Exception):
    """The mail server did not take the message."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.answer)


def message_id(letter_id: UUID) -> str:
    """Return the Message-ID (RFC 5322 3.6.4) that every attempt at an e-mail has."""
    return f"<{letter_id}@lingban>"


def one_line(text: str) -> str:
    """Return text that is safe in a header: no line breaks, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def mail_of(letter: Letter, address: str, settings: Settings) -> EmailMessage:
    """Return the e-mail of some notices: the same bytes at every attempt.

    `Auto-Submitted` (RFC 3834) keeps vacation answers away; the date is when the last of the notices came
    into the inbox.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = one_line(settings.smtp_from)
    mail["To"] = address
    mail["Subject"] = one_line(subject_of(letter))
    mail["Date"] = letter.rows[-1]["queued_at"]
    mail["Message-ID"] = message_id(letter.id)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "zh-CN"
    mail.set_content(
        f"{text_of(letter)}\n\n办理入口：{settings.public_url}\n"
        f"此邮件由领办自动发出，请勿直接回复。通知编号：{letter.id}\n",
        cte="base64",
    )
    return mail


def answer_of(code: int, text: str) -> str:
    """Return a mail server's answer without addresses, which are personal data."""
    return one_line(f"{code} {TEXT_ADDRESS.sub('…', text)}")[:ANSWER]


def failure_of(error: Exception) -> Failure:
    """Return why a delivery failed. A refused recipient or content (5xx) is final (RFC 5321 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        first = error.recipients[0]
        return Failure(answer=answer_of(first.code, first.message), final=first.code in PERMANENT)
    if isinstance(error, SMTPResponseException):
        final = isinstance(error, SMTPDataError) and error.code in PERMANENT
        return Failure(answer=answer_of(error.code, error.message), final=final)
    return Failure(answer=one_line(TEXT_ADDRESS.sub("…", repr(error)))[:ANSWER])


async def deliver(mail: EmailMessage, address: str, settings: Settings) -> str:
    """Hand a message to the mail server and return its answer. Raises `NotTaken`."""
    try:
        async with asyncio.timeout(PATIENCE):
            _, text = await aiosmtplib.send(
                mail,
                sender=parseaddr(settings.smtp_from)[1],
                recipients=[address],
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
                use_tls=settings.smtp_tls == "tls",
                start_tls=settings.smtp_tls == "starttls",
                timeout=PATIENCE,
            )
    except (OSError, aiosmtplib.SMTPException) as error:
        raise NotTaken(failure_of(error)) from error
    return answer_of(250, text)


@dataclass
class Mailer:
    """Sends one service's unsent notices."""

    resources: OpenResources
    backoff: Sequence[timedelta] = BACKOFF

    def __post_init__(self) -> None:
        """Start without being asked to stop."""
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Send what is to be sent, until asked to stop."""
        await self.resources.store.ready.wait()
        while not self.stopping.is_set():
            try:
                await self.send_pending()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("mail starts over", why=repr(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), POLL)

    async def send_pending(self) -> None:
        """Try once to send each e-mail that is to be sent now."""
        for letter in await self.letters():
            if self.stopping.is_set():
                return
            try:
                await self.send(letter)
            except (NotReady, StaleVersion) as error:
                log.warning("mail sent but not recorded", letter=str(letter.id), why=repr(error))

    async def letters(self) -> Sequence[Letter]:
        """Return the e-mails that are to be sent now: none outside the office's hours."""
        pool, now = self.resources.pool, self.resources.clock.now()
        row = await IN_FORCE.fetch_one(pool)
        hours = USUAL if row is None else MailHours(**row)
        if not is_open(now, hours):
            return ()
        today, tomorrow = day_of(now)
        gathered = last_gathered(now, hours)
        rows = await PENDING.fetch(
            pool, gathered=gathered, today=today, tomorrow=tomorrow, limit=PAGE
        )
        return letters_of(rows, hours)

    async def send(self, letter: Letter) -> None:
        """Try once to send an e-mail, unless another process is at it or was quicker."""
        async with self.resources.pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(LOCK, letter.recipient):
                return
            for row in (*letter.rows, *letter.repeated):
                history = await self.resources.store.read(notification(row["id"]))
                notice = history.folded(DECIDER)
                if notice.settled or notice.attempts != row["email_attempts"]:
                    return
            command = await self.attempt(letter) if letter.rows else SAID_TODAY
            await self.record(letter, command)

    async def attempt(self, letter: Letter) -> NotificationCommand:
        """Try once, and return what is to be recorded about each notice in it."""
        address = await self.resources.vault.open(Sealed(**letter.rows[0]["address"]))
        if address is None:
            return self.failed(letter, Failure(answer="address erased", final=True))
        mail = mail_of(letter, address, self.resources.settings)
        try:
            answer = await deliver(mail, address, self.resources.settings)
        except NotTaken as error:
            MAILS.labels("failed").inc()
            return self.failed(letter, error.failure)
        MAILS.labels("sent").inc()
        return RecordSent(
            channel="email",
            answer=answer,
            message_id=message_id(letter.id),
            together=len(letter.rows),
        )

    def failed(self, letter: Letter, failure: Failure) -> RecordFailure:
        """Return what is to be recorded of a failed attempt, with the pause before the next."""
        retry_at = (
            None
            if failure.final or letter.attempts >= len(self.backoff)
            else datetime.now(UTC) + self.backoff[letter.attempts]
        )
        return RecordFailure(channel="email", answer=failure.answer, retry_at=retry_at)

    async def record(self, letter: Letter, command: NotificationCommand) -> None:
        """Record an attempt at all notices at once; the same attempt recorded twice counts once.

        What repeats another notice waits as long as that one does.
        """
        now = self.resources.clock.now()
        command_id = derived_id("mail", letter.id, letter.attempts + 1)
        context = CommandContext(
            command_id=command_id,
            fingerprint="mail",
            actor="system",
            recorded_at=now,
            occurred_at=now,
            correlation_id=command_id,
        )
        of_repeated = command if isinstance(command, RecordFailure) else SAID_TODAY
        reactions = [
            Reaction(wish, DECIDER, notification(row["id"]))
            for rows, wish in ((letter.rows, command), (letter.repeated, of_repeated))
            for row in rows
        ]
        await handle_together(reactions, self.resources.store, context)


def mailing(backoff: Sequence[timedelta] = BACKOFF) -> Background:
    """Return the work of sending e-mails. Without a mail server in the settings there is none."""

    @contextlib.asynccontextmanager
    async def sending(resources: OpenResources) -> AsyncGenerator[None]:
        if not resources.settings.smtp_host:
            yield
            return
        mailer = Mailer(resources, backoff)
        task: asyncio.Task[Any] = asyncio.create_task(mailer.run())
        try:
            yield
        finally:
            mailer.stopping.set()
            await asyncio.wait([task], timeout=LAST_WORK)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return sending
