"""How far a decision is from being final, objections, and what became of a sheet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_decision"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED = {
    "evaluation_rules": ("aggregate", "publicity_working_days"),
    "review_panel": ("recusals",),
    "review": ("reopened", "void"),
    "decision": ("status", "reason", "public_from", "public_until"),
}


def upgrade() -> None:
    """Add the columns, as a replay would fill them, and the table of objections."""
    op.add_column("evaluation_rules", sa.Column("aggregate", sa.Text))
    op.add_column("evaluation_rules", sa.Column("publicity_working_days", sa.Integer))
    add_filled("review_panel", "recusals", postgresql.JSONB(), "{}")
    add_filled("review", "reopened", sa.Boolean(), "false")
    add_filled("review", "void", sa.Boolean(), "false")
    add_filled("decision", "status", sa.Text(), "evaluated")
    add_filled("decision", "reason", sa.Text(), "")
    op.add_column("decision", sa.Column("public_from", sa.Date))
    op.add_column("decision", sa.Column("public_until", MOMENT))
    create_objections()


def add_filled(
    table: str, name: str, kind: sa.Text | sa.Boolean | postgresql.JSONB, filling: str
) -> None:
    """Add a column that is never null, and fill it in the rows that are there."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=filling))
    op.alter_column(table, name, server_default=None)


def create_objections() -> None:
    """Create the objections with their answers."""
    op.create_table(
        "objection",
        sa.Column("objection_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("lodged_by", sa.Text, nullable=False),
        sa.Column("name", postgresql.JSONB),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("lodged_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("lack", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("objection_project", "objection", ["project_id"])
    op.create_index("objection_unit", "objection", ["unit_id"])


def downgrade() -> None:
    """Take the table and the columns away again."""
    op.drop_table("objection")
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)
