"""The tables of who is who: which leader looks after a project, and what units are called."""

import sqlalchemy as sa

from services.progress.tables import metadata

contact_leaders = sa.Table(
    "contact_leaders",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False),
)

units = sa.Table(
    "units",
    metadata,
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)
