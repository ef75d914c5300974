"""The gateway's tables: two read models, and what must not be in events (secrets, sessions)."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

metadata = sa.MetaData()

MOMENT = sa.DateTime(timezone=True)

account = sa.Table(
    "account",
    metadata,
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("person", JSONB),
    sa.Column("contact", JSONB),
    sa.Column("roles", JSONB, nullable=False),
    sa.Column("projects", JSONB, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("password_set_at", MOMENT),
)

client = sa.Table(
    "client",
    metadata,
    sa.Column("client_id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("scopes", JSONB, nullable=False),
    sa.Column("suspended", sa.Boolean, nullable=False),
    sa.Column("registered_at", MOMENT, nullable=False),
)

# Argon2id of each account's password.
credential = sa.Table(
    "credential",
    metadata,
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
)

# SHA-256 of each client's key.
client_key = sa.Table(
    "client_key",
    metadata,
    sa.Column("client_id", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)

# SHA-256 of each session's id. Times are the database server's, which all replicas share.
session = sa.Table(
    "session",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False, index=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("seen_at", MOMENT, nullable=False),
)

# SHA-256 of each one-time link's token.
password_link = sa.Table(
    "password_link",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
)

# Failed attempts to sign in, by account and by address.
sign_in_attempt = sa.Table(
    "sign_in_attempt",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", MOMENT, nullable=False),
    sa.Column("blocked_until", MOMENT, nullable=False),
)
