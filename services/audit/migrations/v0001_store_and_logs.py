"""The event store, and one table of events for each service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SOURCES = ("applications", "progress", "evaluation", "notifications", "gateway", "audit")


def upgrade() -> None:
    """Create the event store and the tables of the read models."""
    create_store()
    for source in SOURCES:
        name = f"log_{source}"
        op.create_table(
            name,
            sa.Column("stream", sa.Text, primary_key=True),
            sa.Column("version", sa.Integer, primary_key=True),
            sa.Column("feature", sa.Text, nullable=False),
            sa.Column("type", sa.Text, nullable=False),
            sa.Column("event_id", sa.Uuid, nullable=False),
            sa.Column("actor", sa.Text, nullable=False),
            sa.Column("command_id", sa.Uuid, nullable=False),
            sa.Column("occurred_at", MOMENT, nullable=False),
            sa.Column("recorded_at", MOMENT, nullable=False),
            sa.Column("data", JSONB, nullable=False),
        )
        op.create_index(f"{name}_event", name, ["event_id"])
        op.create_index(f"{name}_time", name, ["recorded_at", "event_id"])
        op.create_index(f"{name}_actor", name, ["actor", "recorded_at"])
        op.create_index(f"{name}_type", name, ["type", "recorded_at"])


def downgrade() -> None:
    """Drop everything again."""
    for source in SOURCES:
        op.drop_table(f"log_{source}")
    drop_store()
