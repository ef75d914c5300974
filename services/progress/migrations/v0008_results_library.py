"""What was published to the results library, which decisions stand, and the year of each programme."""

import sqlalchemy as sa
from alembic import op

revision = "0008_results_library"
down_revision = "0007_supervision"


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def upgrade() -> None:
    """Create the tables; `lingban projections rebuild` fills the copies from what was said before."""
    year = sa.Column("year", sa.Integer, nullable=False, server_default="0")
    op.add_column("programmes", year)
    op.alter_column("programmes", "year", server_default=None)
    op.create_table(
        "published_results",
        text("project_id", key=True),
        text("programme_id"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("published_results_programme", "published_results", ["programme_id"])
    op.create_table(
        "decided_projects",
        text("project_id", key=True),
        text("programme_id"),
        text("outcome"),
        sa.Column("confirmed", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("decided_projects")
    op.drop_table("published_results")
    op.drop_column("programmes", "year")
