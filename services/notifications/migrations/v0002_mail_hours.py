"""The hours of e-mail, and when a notice was mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0002_mail_hours"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the column."""
    op.create_table(
        "mail_hours",
        sa.Column("office", sa.Text, primary_key=True),
        sa.Column("digest_at", sa.Time, nullable=False),
        sa.Column("opens_at", sa.Time, nullable=False),
        sa.Column("closes_at", sa.Time, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.add_column("notifications", sa.Column("mailed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("notifications", "mailed_at")
    op.drop_table("mail_hours")
