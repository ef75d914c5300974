"""In which projects an account is liaison because its unit has named it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_liaison"
down_revision = "0001"


def upgrade() -> None:
    """Add the projects; nobody was named until now."""
    op.add_column("account", sa.Column("projects", JSONB, nullable=False, server_default="[]"))
    op.alter_column("account", "projects", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("account", "projects")
