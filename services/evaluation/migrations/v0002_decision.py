"""How far a decision is from being final, objections, what became of a sheet, what was owed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_decision"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED = {
    "evaluation_rules": ("aggregate", "publicity_working_days", "process_gate"),
    "review_panel": ("recusals",),
    "review": ("reopened", "void"),
    "decision": ("status", "reason", "facts", "public_from", "public_until"),
}


def upgrade() -> None:
    """Add the columns, as a replay would fill them, and the table of objections."""
    op.add_column("evaluation_rules", sa.Column("aggregate", sa.Text))
    op.add_column("evaluation_rules", sa.Column("publicity_working_days", sa.Integer))
    op.add_column("evaluation_rules", sa.Column("process_gate", sa.Text))
    add_filled("review_panel", "recusals", postgresql.JSONB(), "{}")
    add_filled("review", "reopened", sa.Boolean(), "false")
    add_filled("review", "void", sa.Boolean(), "false")
    add_filled("decision", "status", sa.Text(), "evaluated")
    add_filled("decision", "reason", sa.Text(), "")
    add_filled("decision", "facts", postgresql.JSONB(), "[]")
    op.add_column("decision", sa.Column("public_from", sa.Date))
    op.add_column("decision", sa.Column("public_until", MOMENT))
    create_objections()
    create_obligations()


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


def create_obligations() -> None:
    """Create the copies of what leads owed."""
    op.create_table(
        "obligation",
        sa.Column("obligation", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index("obligation_project", "obligation", ["project_id"])


def downgrade() -> None:
    """Take the tables and the columns away again."""
    op.drop_table("obligation")
    op.drop_table("objection")
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)
