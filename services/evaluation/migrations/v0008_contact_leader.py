"""Who is each project's contact leader, and whether such may score.

The table fills from the log of `applications`: in an office that has run before, rebuild the read
models of this service after the upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_contact_leader"
down_revision = "0007_what_if"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and let the rules that are there say what they meant."""
    column = sa.Column(
        "contact_leader_scores", sa.Boolean, nullable=False, server_default=sa.false()
    )
    op.add_column("evaluation_rules", column)
    op.alter_column("evaluation_rules", "contact_leader_scores", server_default=None)
    op.create_table(
        "contact_leader",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop everything again."""
    op.drop_table("contact_leader")
    op.drop_column("evaluation_rules", "contact_leader_scores")
