"""Who tried out which rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_what_if"
down_revision = "0006_bonus_export"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "what_if_run",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("what_if_id", sa.Text, primary_key=True),
        sa.Column("rules", postgresql.JSONB, nullable=False),
        sa.Column("run_by", sa.Text, nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("what_if_run")
