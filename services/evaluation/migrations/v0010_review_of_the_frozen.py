"""Whether a project's results are final, and who stood down from which project."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_review_of_the_frozen"
down_revision = "0009_commendation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was recorded before says no."""
    frozen = sa.Column("frozen", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("results_taken_in", frozen)
    op.alter_column("results_taken_in", "frozen", server_default=None)
    stood_down = sa.Column("stood_down", postgresql.JSONB, nullable=False, server_default="{}")
    op.add_column("review_panel", stood_down)
    op.alter_column("review_panel", "stood_down", server_default=None)


def downgrade() -> None:
    """Drop everything again."""
    op.drop_column("review_panel", "stood_down")
    op.drop_column("results_taken_in", "frozen")
