"""The store, accounts, clients, sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create everything."""
    create_store()
    op.create_table(
        "account",
        sa.Column("account_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("person", JSONB),
        sa.Column("contact", JSONB),
        sa.Column("roles", JSONB, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("password_set_at", MOMENT),
    )
    op.create_table(
        "client",
        sa.Column("client_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scopes", JSONB, nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
    )
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "client_key",
        sa.Column("client_id", sa.Text, primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_table(
        "password_link",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("blocked_until", MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in (
        "sign_in_attempt",
        "password_link",
        "session",
        "client_key",
        "credential",
        "client",
        "account",
    ):
        op.drop_table(table)
    drop_store()
