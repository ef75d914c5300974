"""Every read model equals a replay of the log from zero (P4), after a deadline was lived through."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from shared.contracts.progress import DeadlineMet
from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.events import Stream
from shared.store.sql import Connection, set_up
from shared.timing.zone import SHANGHAI
from tests.notifications.people import liaison
from tests.notifications.post_office import PostOffice
from tests.notifications.sources import deadline, deadline_of, designated
from tests.notifications.test_mail import address_of, bind, settled, tell
from tests.office import Office


def site(office: Office, service: str) -> Site:
    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = office.settings.postgres_dsn.get_secret_value()
        path = {"search_path": ", ".join(schemas)}
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    return Site(office.runs[service].service, connect, office.feeds.__getitem__)


async def test_inbox_channels_and_timers_equal_a_replay(office: Office, post: PostOffice) -> None:
    post.refusals[address_of("r-one")] = ["451 later"]
    await bind(office, "r-one")
    await bind(office, "r-two")
    async with office.client("notifications", liaison("r-two")) as client:
        await client.delete("/api/notifications/channels/unit~r-two/email")
    await tell(office, "r-one")
    await settled(office, "r-one")
    async with office.client("notifications", liaison("r-one")) as client:
        (item,) = (await client.get("/api/notifications/inbox")).json()["items"]
        await client.post(f"/api/notifications/inbox/{item['id']}/receipt")
    for subject in ("2017-p08~met", "2017-p08~open"):
        await office.publish("progress", deadline_of(subject), deadline(subject, "r-three"))
    met = DeadlineMet(obligation="progress_report", subject="2017-p08~met")
    await office.publish("progress", deadline_of("2017-p08~met"), met)
    lead = designated("2017-p08", "r-three")
    await office.publish("applications", Stream("project", "2017-p08"), lead)
    await office.caught_up()
    office.clock.set(datetime(2017, 7, 7, 8, tzinfo=SHANGHAI))

    verdicts = await verify_all([site(office, "notifications")], lambda *_: None)

    assert [(v.projection, v.rows, v.differing) for v in verdicts] == [
        ("email-channels", 1, 0),
        ("mail-hours", 0, 0),
        ("notifications", 5, 0),
        ("notification-timers", 2, 0),
        ("notice_rules", 0, 0),
        ("leads", 1, 0),
        ("participations", 1, 0),
        ("responsible_leaders", 0, 0),
        ("contact_leaders", 0, 0),
        ("units", 0, 0),
        ("cases_of_progress", 2, 0),
        ("cases_of_evaluation", 0, 0),
    ]
