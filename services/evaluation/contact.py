"""Copies of who is each project's contact leader. They may lag; what they say decides (X8)."""

import sqlalchemy as sa

from services.evaluation.rules.projection import table as rules
from services.evaluation.tables import metadata
from shared.contracts.applications import CODEC, ContactLeaderAssigned
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Reader, Statement

contacts = sa.Table(
    "contact_leader",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("account_id", sa.Text, nullable=False),
)


@value
class Contact:
    """The account of a project's contact leader."""

    project_id: str
    programme_id: str
    account_id: str


def key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ContactLeaderAssigned) else None


def fold(_: Contact | None, recorded: Recorded[ContactLeaderAssigned]) -> Contact:
    """Return the contact leader who was assigned last."""
    event = recorded.event
    return Contact(
        project_id=event.project_id,
        programme_id=event.programme_id,
        account_id=event.account_id,
    )


CONTACTS = Projection(
    name="contact_leader",
    source="applications",
    table=contacts,
    row=Contact,
    key=key,
    fold=fold,
    events=CODEC,
)

_BARRED = Statement(
    sa.select(contacts.c.account_id)
    .join(rules, rules.c.programme_id == contacts.c.programme_id, isouter=True)
    .where(
        contacts.c.project_id == sa.bindparam("project_id"),
        rules.c.contact_leader_scores.is_not(sa.true()),
    )
)


async def barred_contact(reader: Reader, project_id: str) -> str:
    """Return the contact leader who does not score the project; "" if none or the rules let him."""
    row = await _BARRED.fetch_one(reader, project_id=project_id)
    return "" if row is None else row["account_id"]


_SCORES = Statement(
    sa.select(rules.c.contact_leader_scores).where(
        rules.c.programme_id == sa.bindparam("programme_id")
    )
)


async def contact_leaders_score(reader: Reader, programme_id: str) -> bool:
    """Return whether the rules let a project's contact leader score it (AMB-21)."""
    row = await _SCORES.fetch_one(reader, programme_id=programme_id)
    return row is not None and row["contact_leader_scores"] is True
