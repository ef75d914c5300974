"""The periods that a programme's leads report on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009_periods"
down_revision = "0008_results_library"


def upgrade() -> None:
    """Add them; a programme that is there already reports on the calendar's quarters."""
    column = sa.Column("periods", JSONB, nullable=False, server_default="[]")
    op.add_column("programme_rules", column)
    op.alter_column("programme_rules", "periods", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("programme_rules", "periods")
