"""The copy of who has set up a team and named a liaison."""

import sqlalchemy as sa
from alembic import op

revision = "0006_teams"
down_revision = "0005_results"


def upgrade() -> None:
    """Create the copy; it fills from the log of `applications`."""
    op.create_table(
        "teams",
        sa.Column("project_id", sa.Text, primary_key=True, nullable=False),
        sa.Column("unit_id", sa.Text, primary_key=True, nullable=False),
        sa.Column("registered", sa.Boolean, nullable=False),
        sa.Column("liaison", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("teams")
