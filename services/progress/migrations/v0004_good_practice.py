"""Good practices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004_good_practice"
down_revision = "0003_task"

MOMENT = sa.DateTime(timezone=True)


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "good_practices",
        text("project_id", key=True),
        text("practice_id", key=True),
        text("unit_id"),
        text("drafted_by_unit_id"),
        text("title"),
        text("text"),
        sa.Column("pictures", JSONB, nullable=False),
        text("state"),
        sa.Column("recommended", sa.Boolean, nullable=False),
        sa.Column("channels", JSONB, nullable=False),
        text("reason"),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("shared_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "good_practices_begun", "good_practices", ["begun_at", "project_id", "practice_id"]
    )
    op.create_index(
        "good_practices_pictures", "good_practices", ["pictures"], postgresql_using="gin"
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("good_practices")
