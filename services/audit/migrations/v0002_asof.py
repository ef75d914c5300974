"""Indexes by which the events that name a project or a unit are found."""

import sqlalchemy as sa
from alembic import op

revision = "0002_asof"
down_revision = "0001"
branch_labels = None
depends_on = None

SOURCES = ("applications", "progress", "evaluation", "notifications", "gateway", "audit")
NAMED = {
    "project": "(data ->> 'project_id')",
    "unit": "(coalesce(data ->> 'unit_id', data ->> 'owner_unit_id'))",
}


def upgrade() -> None:
    """Create the indexes."""
    for source in SOURCES:
        for what, expression in NAMED.items():
            op.create_index(f"log_{source}_{what}", f"log_{source}", [sa.text(expression)])


def downgrade() -> None:
    """Drop the indexes."""
    for source in SOURCES:
        for what in NAMED:
            op.drop_index(f"log_{source}_{what}", f"log_{source}")
