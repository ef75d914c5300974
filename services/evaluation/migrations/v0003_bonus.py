"""Announced programmes, the settings of the bonus table, contributions, and bonus sheets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_bonus"
down_revision = "0002_decision"
branch_labels = None
depends_on = None

SETTINGS = (
    ("evaluation_rules", "cap_scope", sa.Text, "'unit_year'"),
    ("evaluation_rules", "executing_unit_bonus", sa.Boolean, "false"),
    ("evaluation_rules", "contribution", sa.Text, "'recognised'"),
    ("evaluation_rules", "contest_working_days", sa.Integer, "3"),
)
"""New columns, each with what rows that are there already hold in it."""


def upgrade() -> None:
    """Create everything."""
    for table, name, kind, known in SETTINGS:
        column = sa.Column(name, kind, nullable=False, server_default=sa.text(known))
        op.add_column(table, column)
        op.alter_column(table, name, server_default=None)
    op.create_table(
        "announced_programme",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
    )
    op.create_table(
        "contribution",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("proposed", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("contest_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("ruled", sa.Text, nullable=False),
        sa.Column("ruling", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("contribution_programme", "contribution", ["programme_id"])
    op.create_table(
        "bonus_sheet",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("entries", postgresql.JSONB, nullable=False),
        sa.Column("raw", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("prepared", postgresql.JSONB),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop everything again."""
    for table in ("bonus_sheet", "contribution", "announced_programme"):
        op.drop_table(table)
    for table, name, *_ in SETTINGS:
        op.drop_column(table, name)
