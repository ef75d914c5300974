"""Who is told of what, who has which role where, and what a notice says in English."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003_notice_rules"
down_revision = "0002_mail_hours"
branch_labels = None
depends_on = None

ENGLISH = ("title_en", "text_en")
CASES = ("cases_of_progress", "cases_of_evaluation")
PARTIES = {
    "leads": (("project_id",), ("unit_id",)),
    "participations": (("project_id", "unit_id"), ("role",)),
    "responsible_leaders": (("project_id", "unit_id"), ("account_id",)),
    "contact_leaders": (("project_id",), ("account_id",)),
    "units": (("unit_id",), ("name",)),
}
"""The texts by which a row of each table is found, and what it says."""


def upgrade() -> None:
    """Create everything."""
    for name in ENGLISH:
        column = sa.Column(name, sa.Text, nullable=False, server_default="")
        op.add_column("notifications", column)
        op.alter_column("notifications", name, server_default=None)
    op.create_table(
        "notice_rules",
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    for table, (keys, rest) in PARTIES.items():
        op.create_table(
            table,
            *(sa.Column(key, sa.Text, primary_key=True) for key in keys),
            *(sa.Column(name, sa.Text, nullable=False) for name in rest),
        )
    for table in CASES:
        op.create_table(
            table,
            sa.Column("stream", sa.Text, primary_key=True),
            sa.Column("unit_id", sa.Text, nullable=False),
            sa.Column("project_id", sa.Text, nullable=False),
            sa.Column("label", sa.Text, nullable=False),
        )


def downgrade() -> None:
    """Drop everything again."""
    for table in (*CASES, *PARTIES, "notice_rules"):
        op.drop_table(table)
    for name in ENGLISH:
        op.drop_column("notifications", name)
