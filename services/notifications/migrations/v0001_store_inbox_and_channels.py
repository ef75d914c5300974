"""The event store, the inbox and the e-mail channels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the event store and the tables of the read models."""
    create_store()
    op.create_table(
        "email_channels",
        sa.Column("recipient", sa.Text, primary_key=True),
        sa.Column("address", JSONB, nullable=False),
        sa.Column("bound_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("visible_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("queued_at", MOMENT),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.Column("email_state", sa.Text, nullable=False),
        sa.Column("email_attempts", sa.Integer, nullable=False),
        sa.Column("retry_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("notifications_inbox", "notifications", ["recipient", "queued_at", "id"])
    op.create_index("notifications_cause", "notifications", ["cause", "recipient"])


def downgrade() -> None:
    """Drop everything again."""
    op.drop_table("notifications")
    op.drop_table("email_channels")
    drop_store()
