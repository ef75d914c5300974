"""The event store, and the read models of programmes, units, projects and participations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything that the service's first version needs."""
    create_store()
    create_programmes()
    create_projects()
    create_participations()
    op.create_table(
        "units",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text, nullable=False),
        sa.Column("party_organisation", sa.Text, nullable=False),
        sa.Column("executing_unit_id", sa.Text, nullable=False),
        sa.Column("full_name", sa.Text, nullable=False),
        sa.Column("is_system", sa.Boolean, nullable=False),
    )


def create_programmes() -> None:
    """Create the programmes; one a year may be announced."""
    op.create_table(
        "programmes",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("issue_date", sa.Date),
        sa.Column("announced_at", sa.DateTime(timezone=True)),
        sa.Column("lead_applications_close_at", sa.DateTime(timezone=True)),
        sa.Column("applications_close_at", sa.DateTime(timezone=True)),
        sa.Column("notice", JSONB, nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("announcement", JSONB, nullable=False),
    )
    op.create_index(
        "programmes_one_announced_a_year",
        "programmes",
        ["year"],
        unique=True,
        postgresql_where=sa.text("announced_at is not null"),
    )


def create_projects() -> None:
    """Create the projects."""
    op.create_table(
        "projects",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("category_basis", sa.Text, nullable=False),
        sa.Column("content_and_targets", sa.Text, nullable=False),
        sa.Column("lead_unit_id", sa.Text, nullable=False),
        sa.Column("executing_unit_id", sa.Text, nullable=False),
        sa.Column("lead_basis", sa.Text, nullable=False),
        sa.Column("lead_as_printed", sa.Text, nullable=False),
        sa.Column("lead_designated_at", sa.DateTime(timezone=True)),
    )
    op.create_index("projects_by_number", "projects", ["programme_id", "number"])


def create_participations() -> None:
    """Create the units' parts in projects."""
    op.create_table(
        "participations",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("functions_and_strengths", sa.Text, nullable=False),
        sa.Column("entry_point", sa.Text, nullable=False),
        sa.Column("plan_outline", sa.Text, nullable=False),
        sa.Column("resources", sa.Text, nullable=False),
        sa.Column("filed_by", sa.Text, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
    )
    op.create_index("participations_by_unit", "participations", ["unit_id"])


def downgrade() -> None:
    """Drop everything again."""
    for table in ("units", "participations", "projects", "programmes"):
        op.drop_table(table)
    drop_store()
