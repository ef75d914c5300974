"""Plans with all their versions and milestones, and the copies they rest on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_work_plan"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
TABLES = ("programmes", "projects", "work_plans", "work_plan_versions", "plan_milestones")


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def number(name: str, *, key: bool = False) -> sa.Column[int]:
    """Return an integer column that is never null."""
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False)


def upgrade() -> None:
    """Create the tables."""
    create_copies()
    create_plans()
    create_milestones()


def create_copies() -> None:
    """Create the copies of what `applications` says."""
    op.create_table(
        "programmes",
        text("programme_id", key=True),
        sa.Column("legal_basis", JSONB, nullable=False),
        text("scheme_addressee"),
        text("plan_readers"),
        text("monthly_day"),
    )
    op.create_table(
        "projects",
        text("project_id", key=True),
        text("programme_id"),
        text("title"),
        text("content_and_targets"),
    )


def create_plans() -> None:
    """Create the plans as they stand, and every version of them."""
    op.create_table(
        "work_plans",
        text("project_id", key=True),
        text("unit_id", key=True),
        text("kind"),
        number("number"),
        text("addressee"),
        text("state"),
        text("advice"),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        number("version"),
    )
    op.create_table(
        "work_plan_versions",
        text("project_id", key=True),
        text("unit_id", key=True),
        number("number", key=True),
        text("kind"),
        text("addressee"),
        text("filed_by_unit_id"),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
    )


def create_milestones() -> None:
    """Create the milestones as they stand."""
    op.create_table(
        "plan_milestones",
        text("project_id", key=True),
        text("milestone_id", key=True),
        text("series"),
        text("title"),
        text("outcome"),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        text("activity_lead"),
        text("state"),
        sa.Column("reached_on", sa.Date),
        text("note"),
        text("ledger_item_id"),
        text("reason"),
        sa.Column("recorded_at", MOMENT, nullable=False),
        number("version"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in TABLES:
        op.drop_table(table)
