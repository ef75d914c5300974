"""Supervision, whom the organiser's leaders look after, what units are called, and how it follows up."""

import sqlalchemy as sa
from alembic import op

revision = "0007_supervision"
down_revision = "0006_teams"

SETTINGS = {"amber_days": "3", "reminder_cooldown_days": "1"}


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def number(table: str, name: str, known: str) -> None:
    """Add a number to a copy; what is there already gets the one that held until now."""
    column = sa.Column(name, sa.Integer, nullable=False, server_default=known)
    op.add_column(table, column)
    op.alter_column(table, name, server_default=None)


def upgrade() -> None:
    """Create the tables; `lingban projections rebuild` fills the copies from what was said before."""
    for name, known in SETTINGS.items():
        number("programme_rules", name, known)
    number("projects", "number", "0")
    op.create_table("contact_leaders", text("project_id", key=True), text("account_id"))
    op.create_table("units", text("unit_id", key=True), text("name"))
    op.create_table(
        "supervisions",
        text("project_id", key=True),
        text("supervision_id", key=True),
        sa.Column("held_on", sa.Date, nullable=False),
        *map(text, ("met", "finding", "recorded_by", "answer", "answered_by_unit_id", "state")),
        *map(text, ("demand", "evidence")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("supervisions", "units", "contact_leaders"):
        op.drop_table(table)
    op.drop_column("projects", "number")
    for name in SETTINGS:
        op.drop_column("programme_rules", name)
