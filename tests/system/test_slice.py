"""The slice through all services in one process, and every read model equal to a replay after it."""

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.ports import free_ports
from deploy.embedded.stack import EmbeddedStack
from deploy.topology import services
from shared.http.caller import Caller
from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.sql import Connection, set_up
from tests.office import Office, an_office
from tests.system.slice import Deal, play


class Mailbox:
    """A real SMTP server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self.mails.append(f"{mail['Subject']}\n{mail.get_content()}")
        return "250 OK"


def deal_with(office: Office) -> Deal:
    """Return a way to the services of an office."""

    async def send(caller: Caller, method: str, path: str, **request: Any) -> httpx2.Response:
        async with office.client(path.split("/")[2], caller) as client:
            return await client.request(method, path, **request)

    async def set_clock(moment: datetime) -> None:
        office.clock.set(moment)

    return Deal(send, set_clock)


def sites(office: Office) -> list[Site]:
    async def connect(schemas: Sequence[str]) -> Connection:
        path = {"search_path": ", ".join(schemas)}
        dsn = office.settings.postgres_dsn.get_secret_value()
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    return [Site(run.service, connect, office.feeds.__getitem__) for run in office.runs.values()]


async def test_the_slice_works_from_the_notice_to_the_expected_points(
    servers: EmbeddedStack, folder: Path
) -> None:
    mailbox = Mailbox()
    (port,) = free_ports(1)
    smtp = Controller(mailbox, hostname="127.0.0.1", port=port)
    smtp.start()
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
    try:
        async with an_office(servers, folder, *services(), **mail) as office:
            await play(deal_with(office), mailbox=lambda: mailbox.mails)
            await office.caught_up()
            verdicts = await verify_all(sites(office), lambda *_: None)
    finally:
        smtp.stop()

    assert [v.projection for v in verdicts if not v.equal] == []
    assert len(verdicts) > 10
