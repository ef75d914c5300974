"""Tasks, and the copy of what a programme's rules ask of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003_task"
down_revision = "0002_work_plan"

MOMENT = sa.DateTime(timezone=True)


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def upgrade() -> None:
    """Create the tables; `lingban projections rebuild` fills the copy from what was said before."""
    op.create_table(
        "programme_rules",
        text("programme_id", key=True),
        sa.Column("projects", JSONB, nullable=False),
        sa.Column("task_confirmation_working_days", sa.Integer, nullable=False),
        sa.Column("practice_picture_required", sa.Boolean, nullable=False),
        text("practice_channels_required"),
    )
    op.create_table(
        "tasks",
        text("project_id", key=True),
        text("task_id", key=True),
        text("unit_id"),
        text("title"),
        text("work"),
        sa.Column("due_at", MOMENT, nullable=False),
        text("activity_lead_unit_id"),
        sa.Column("helping_unit_ids", JSONB, nullable=False),
        text("state"),
        text("result"),
        text("remark"),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("reported_at", MOMENT),
        sa.Column("confirm_by", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("tasks_unit", "tasks", ["unit_id"])
    op.create_index("tasks_due", "tasks", ["due_at", "project_id", "task_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("tasks")
    op.drop_table("programme_rules")
