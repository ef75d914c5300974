"""Which programmes are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0011_closed"
down_revision = "0010_review_of_the_frozen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; `lingban projections rebuild` fills it from what was said before."""
    op.create_table(
        "closed_programme",
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("closed_programme_pkey")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("closed_programme")
