"""Who took part when results were accepted, and whose a lead's points are.

The tables fill from the logs of `applications` and `progress`: in an office that has run before,
rebuild the read models of this service after the upgrade.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_participation"
down_revision = "0003_bonus"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and let the rules that are there say what they meant."""
    column = sa.Column("lead_bonus", sa.Text, nullable=False, server_default="at_acceptance")
    op.add_column("evaluation_rules", column)
    op.alter_column("evaluation_rules", "lead_bonus", server_default=None)
    held = sa.Column("held", postgresql.JSONB, nullable=False, server_default="[]")
    op.add_column("bonus_sheet", held)
    op.alter_column("bonus_sheet", "held", server_default=None)
    op.create_table(
        "lead_term",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("terms", postgresql.JSONB, nullable=False),
    )
    op.create_table(
        "part_term",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("terms", postgresql.JSONB, nullable=False),
    )
    op.create_table(
        "results_taken_in",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
    )


def downgrade() -> None:
    """Drop everything again."""
    for table in ("results_taken_in", "part_term", "lead_term"):
        op.drop_table(table)
    op.drop_column("bonus_sheet", "held")
    op.drop_column("evaluation_rules", "lead_bonus")
