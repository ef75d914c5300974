"""What units are called, and in whose name documents are issued and to whom they go.

The tables fill from the log of `applications`: in an office that has run before, rebuild the read
models of this service after the upgrade.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_letterhead"
down_revision = "0004_participation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "unit_name",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "letterhead",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("addressees", sa.Text, nullable=False),
        sa.Column("report_to", JSONB, nullable=False),
        sa.Column("copy_to", JSONB, nullable=False),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("letterhead")
    op.drop_table("unit_name")
