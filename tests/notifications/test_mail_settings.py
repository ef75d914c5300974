"""What happens without a mail server, and with one that is not there."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from deploy.embedded.ports import free_ports
from deploy.embedded.stack import EmbeddedStack
from services.notifications.mail import mailing
from services.notifications.main import SERVICE
from shared.contracts import applications
from tests.notifications.test_mail import bind, morning_comes, settled, steps, tell
from tests.office import an_office

SOURCES = {"applications": applications.CODEC}


async def test_without_a_mail_server_nothing_is_tried(servers: EmbeddedStack, folder: Path) -> None:
    async with an_office(servers, folder, SERVICE, sources=SOURCES) as office:
        await bind(office, "quiet")
        await tell(office, "quiet")
        morning_comes(office)
        await asyncio.sleep(0.7)  # longer than the pause between looks
        kept = [row["type"] for row in await steps(office, "quiet")]

    assert kept == ["NotificationScheduled", "NotificationQueued"]


async def test_a_mail_server_that_is_not_there_is_a_failed_attempt(
    servers: EmbeddedStack, folder: Path
) -> None:
    service = replace(SERVICE, background=(mailing((timedelta(0),)),))
    nobody = {"smtp_host": "127.0.0.1", "smtp_port": free_ports(1)[0], "smtp_tls": "none"}
    async with an_office(servers, folder, service, sources=SOURCES, **nobody) as office:
        await bind(office, "alone")
        await tell(office, "alone")
        outcome = await settled(office, "alone")
        kept = [row["type"] for row in await steps(office, "alone")][2:]

    assert (outcome, kept) == ("given_up", ["NotificationFailed"] * 2)
