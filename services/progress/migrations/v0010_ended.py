"""Which projects were cancelled, and which programmes are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0010_ended"
down_revision = "0009_periods"


def upgrade() -> None:
    """Create the tables; `lingban projections rebuild` fills them from what was said before."""
    op.create_table(
        "cancelled_projects",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table("closed_programmes", sa.Column("programme_id", sa.Text, primary_key=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_table("closed_programmes")
    op.drop_table("cancelled_projects")
