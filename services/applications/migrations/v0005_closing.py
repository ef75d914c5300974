"""Closings, cancelled projects, and copies of accepted results, decisions and objections."""

import sqlalchemy as sa
from alembic import op

revision = "0005_closing"
down_revision = "0004_limits"


def upgrade() -> None:
    """Create the new read models, and the new columns of projects."""
    op.add_column("projects", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    op.add_column(
        "projects", sa.Column("cancelled_because", sa.Text, nullable=False, server_default="")
    )
    op.alter_column("projects", "cancelled_because", server_default=None)
    op.create_table(
        "closings",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("prepared_by", sa.Text, nullable=False),
        sa.Column("closed_by", sa.Text, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "decided_projects",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "known_objections",
        sa.Column("objection_id", sa.Text, primary_key=True),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
    )
    op.create_table(
        "accepted_results",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop everything again."""
    for table in ("accepted_results", "known_objections", "decided_projects", "closings"):
        op.drop_table(table)
    for column in ("cancelled_because", "cancelled_at"):
        op.drop_column("projects", column)
