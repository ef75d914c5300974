"""Mail at the worst moments: nothing sends here but what the test starts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from deploy.embedded.stack import EmbeddedStack
from services.notifications.mail import Mailer
from services.notifications.main import SERVICE
from shared.contracts import applications
from shared.runtime import open_pool
from tests.notifications.post_office import PostOffice
from tests.notifications.test_mail import address_of, bind, morning_comes, settled, steps, tell
from tests.office import Office, an_office

QUICKLY = (timedelta(0), timedelta(0))


@pytest_asyncio.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory, post: PostOffice
) -> AsyncIterator[Office]:
    async with an_office(
        servers,
        tmp_path_factory.mktemp("office"),
        replace(SERVICE, background=()),
        sources={"applications": applications.CODEC},
        smtp_host="127.0.0.1",
        smtp_port=post.port,
        smtp_tls="none",
    ) as office:
        yield office


async def test_a_crash_between_the_servers_yes_and_our_record_repeats_the_same_message(
    office: Office, post: PostOffice
) -> None:
    resources = office.resources("notifications")
    crashing = replace(resources.store, ready=asyncio.Event())  # accepts no command any more
    await bind(office, "n-one")
    await tell(office, "n-one")
    morning_comes(office)
    await Mailer(replace(resources, store=crashing), QUICKLY).send_pending()
    before = [row["type"] for row in await steps(office, "n-one")]
    await Mailer(resources, QUICKLY).send_pending()
    letters = post.to(address_of("n-one"))
    after = [row["type"] for row in await steps(office, "n-one")]

    assert before == ["NotificationScheduled", "NotificationQueued"]
    assert after == [*before, "NotificationSent"]
    assert len(letters) == 2
    assert len({letter["Message-ID"] for letter in letters}) == 1
    assert len({letter.as_bytes() for letter in letters}) == 1


async def test_two_processes_do_not_send_the_same_mail_twice(
    office: Office, post: PostOffice
) -> None:
    resources = office.resources("notifications")
    pool = await open_pool(office.settings, "notifications")
    elsewhere = replace(resources, pool=pool, store=replace(resources.store, pool=pool))
    post.seconds = 0.2
    await bind(office, "n-two")
    await tell(office, "n-two")
    morning_comes(office)
    try:
        await asyncio.gather(
            Mailer(resources, QUICKLY).send_pending(), Mailer(elsewhere, QUICKLY).send_pending()
        )
    finally:
        post.seconds = 0
        await pool.close()

    assert await settled(office, "n-two") == "sent"
    assert len(post.to(address_of("n-two"))) == 1


async def test_who_comes_with_an_old_list_sends_nothing_again(
    office: Office, post: PostOffice
) -> None:
    resources = office.resources("notifications")
    await bind(office, "n-three")
    await tell(office, "n-three")
    mailer = Mailer(resources, QUICKLY)
    morning_comes(office)
    listed = await mailer.letters()
    for _ in range(2):
        for letter in listed:
            await mailer.send(letter)

    assert len(post.to(address_of("n-three"))) == 1


async def test_a_mailer_that_is_to_stop_begins_no_further_delivery(
    office: Office, post: PostOffice
) -> None:
    mailer = Mailer(office.resources("notifications"), QUICKLY)
    await bind(office, "n-four")
    await tell(office, "n-four")
    morning_comes(office)
    mailer.stopping.set()
    await mailer.send_pending()

    assert post.to(address_of("n-four")) == []
