"""The event store, the ledger of deadlines, reports, pictures, and who leads and joins what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.store.migrate import create_store, drop_store

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("deadlines", "progress_reports", "evidence", "leads", "participations")


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def number(name: str) -> sa.Column[int]:
    """Return an integer column that is never null."""
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Create everything."""
    create_store()
    create_deadlines()
    create_progress_reports()
    create_evidence()
    create_copies()


def create_deadlines() -> None:
    """Create the ledger of deadlines."""
    op.create_table(
        "deadlines",
        text("obligation", key=True),
        text("subject", key=True),
        text("programme_id"),
        text("project_id"),
        text("owner_unit_id"),
        text("label"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("grace_until", MOMENT, nullable=False),
        text("state"),
        sa.Column("within_grace", sa.Boolean, nullable=False),
        sa.Column("fulfilled_at", MOMENT),
        number("version"),
    )
    op.create_index("deadlines_project", "deadlines", ["project_id"])
    op.create_index("deadlines_owner", "deadlines", ["owner_unit_id"])
    op.create_index("deadlines_due", "deadlines", ["due_at", "obligation", "subject"])


def create_progress_reports() -> None:
    """Create the reports as they stand."""
    op.create_table(
        "progress_reports",
        text("project_id", key=True),
        text("period", key=True),
        text("unit_id"),
        text("filed_by_unit_id"),
        sa.Column("on_paper", sa.Boolean, nullable=False),
        text("main_practices"),
        text("problems"),
        text("to_coordinate"),
        text("next_plan"),
        sa.Column("pictures", JSONB, nullable=False),
        text("state"),
        text("advice"),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        number("version"),
    )
    op.create_index(
        "progress_reports_pictures", "progress_reports", ["pictures"], postgresql_using="gin"
    )


def create_evidence() -> None:
    """Create the pictures that were handed in."""
    op.create_table(
        "evidence",
        text("sha256", key=True),
        text("uploaded_by", key=True),
        text("unit_id"),
        text("name"),
        text("media_type"),
        number("bytes"),
        number("width"),
        number("height"),
        sa.Column("stored_at", MOMENT, nullable=False),
    )


def create_copies() -> None:
    """Create the copies of what `applications` says."""
    op.create_table(
        "leads", text("project_id", key=True), text("unit_id"), text("executing_unit_id")
    )
    op.create_index("leads_unit", "leads", ["unit_id"])
    op.create_index("leads_executing_unit", "leads", ["executing_unit_id"])
    op.create_table(
        "participations", text("project_id", key=True), text("unit_id", key=True), text("role")
    )
    op.create_index("participations_unit", "participations", ["unit_id"])


def downgrade() -> None:
    """Drop everything."""
    for table in TABLES:
        op.drop_table(table)
    drop_store()
