"""One office for each module: notifications with a mail server, and its three sources stood in for."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from deploy.embedded.stack import EmbeddedStack
from services.notifications.mail import mailing
from services.notifications.main import SERVICE
from shared.contracts import applications, evaluation, progress
from tests.notifications.post_office import PostOffice, a_post_office
from tests.office import Office, an_office

QUICKLY = (timedelta(seconds=0.05), timedelta(seconds=0.05))
"""Two pauses, so three attempts."""


@pytest_asyncio.fixture(scope="module")
async def post() -> AsyncIterator[PostOffice]:
    async with a_post_office() as post:
        yield post


@pytest_asyncio.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory, post: PostOffice
) -> AsyncIterator[Office]:
    async with an_office(
        servers,
        tmp_path_factory.mktemp("office"),
        replace(SERVICE, background=(mailing(QUICKLY),)),
        sources={
            "applications": applications.CODEC,
            "progress": progress.CODEC,
            "evaluation": evaluation.CODEC,
        },
        smtp_host="127.0.0.1",
        smtp_port=post.port,
        smtp_tls="none",
        smtp_from="领办 <office@jinhua.example>",
    ) as office:
        yield office
