"""Commendations, cancelled projects, and whether passes may be commended in parts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_commendation"
down_revision = "0008_contact_leader"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    column = sa.Column(
        "commendation_in_parts", sa.Boolean, nullable=False, server_default=sa.false()
    )
    op.add_column("evaluation_rules", column)
    op.alter_column("evaluation_rules", "commendation_in_parts", server_default=None)
    op.create_table(
        "cancelled_project",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "commendation",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("programme_year", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("document", postgresql.JSONB, nullable=False),
        sa.Column("projects", postgresql.JSONB, nullable=False),
        sa.Column("versions", postgresql.JSONB, nullable=False),
        sa.Column("drafted_by", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop everything again."""
    op.drop_table("commendation")
    op.drop_table("cancelled_project")
    op.drop_column("evaluation_rules", "commendation_in_parts")
