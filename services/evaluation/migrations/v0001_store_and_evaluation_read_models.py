"""The event store, the copies from applications, and the read models of evaluation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "decision",
    "review",
    "review_panel",
    "evaluation_rules",
    "accepted_unit",
    "lead_unit",
    "listed_project",
)


def upgrade() -> None:
    """Create everything."""
    create_store()
    create_copies()
    create_rules_and_panel()
    create_reviews_and_decisions()


def create_copies() -> None:
    """Create the copies of projects, leads and accepted units."""
    op.create_table(
        "listed_project",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
    )
    op.create_index("listed_project_programme", "listed_project", ["programme_id"])
    op.create_table(
        "lead_unit",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("executing_unit_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
    )
    op.create_index("lead_unit_unit", "lead_unit", ["unit_id"])
    op.create_table(
        "accepted_unit",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
    )
    op.create_index("accepted_unit_unit", "accepted_unit", ["unit_id"])


def create_rules_and_panel() -> None:
    """Create the rules in force and the panels."""
    op.create_table(
        "evaluation_rules",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("rubrics", postgresql.JSONB, nullable=False),
        sa.Column("min_score", sa.Integer),
        sa.Column("min_valid", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("lead", sa.Integer),
        sa.Column("co_lead", sa.Integer),
        sa.Column("cap", sa.Integer),
        sa.Column("bonus_event_id", sa.Uuid),
        sa.Column("fixed", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "review_panel",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("members", postgresql.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def create_reviews_and_decisions() -> None:
    """Create the sealed sheets and the decisions."""
    op.create_table(
        "review",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("reviewer_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("sheet", sa.Integer, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("box", postgresql.JSONB),
        sa.Column("commitment", sa.Text, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("review_reviewer", "review", ["reviewer_id"])
    op.create_table(
        "decision",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("sheets", postgresql.JSONB, nullable=False),
        sa.Column("mean", sa.Integer, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("aggregate", sa.Text, nullable=False),
        sa.Column("min_score", sa.Integer, nullable=False),
        sa.Column("min_valid", sa.Integer, nullable=False),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("decision_programme", "decision", ["programme_id"])


def downgrade() -> None:
    """Drop everything again."""
    for table in TABLES:
        op.drop_table(table)
    drop_store()
