"""Ledgers, results packages, and what programmes and their projects ask for."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_results"
down_revision = "0004_good_practice"

MOMENT = sa.DateTime(timezone=True)
TABLES = ("ledger_items", "results_packages")
ADDED = {"programmes": ("results", JSONB, "{}"), "projects": ("category", sa.Text, "")}
"""Columns of copies; the read models are rebuilt from the log to fill them."""


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def number(name: str) -> sa.Column[int]:
    """Return an integer column that is never null."""
    return sa.Column(name, sa.Integer, nullable=False)


def flag(name: str) -> sa.Column[bool]:
    """Return a column that says yes or no."""
    return sa.Column(name, sa.Boolean, nullable=False)


def parts(name: str) -> sa.Column[Any]:
    """Return a column of JSON that is never null."""
    return sa.Column(name, JSONB, nullable=False)


def moment(name: str) -> sa.Column[datetime]:
    """Return a column that holds a moment."""
    return sa.Column(name, MOMENT, nullable=False)


def upgrade() -> None:
    """Create everything."""
    create_ledger_items()
    create_results_packages()
    widen_copies()


def create_ledger_items() -> None:
    """Create the directories of ledgers."""
    op.create_table(
        "ledger_items",
        text("project_id", key=True),
        text("item_id", key=True),
        text("kind"),
        number("target"),
        text("target_text"),
        text("title"),
        flag("made_up_title"),
        text("archive_number"),
        text("document_number"),
        text("responsible"),
        sa.Column("dated", sa.Date, nullable=False),
        number("pages"),
        text("retention"),
        text("remark"),
        text("filed_by_unit_id"),
        text("sha256"),
        flag("held_by_unit"),
        flag("names_people"),
        text("state"),
        text("void_reason"),
        moment("filed_at"),
        number("version"),
    )
    op.create_index("ledger_items_sha256", "ledger_items", ["sha256"])


def create_results_packages() -> None:
    """Create the results packages as they stand."""
    op.create_table(
        "results_packages",
        text("project_id", key=True),
        text("programme_id"),
        number("number"),
        text("category"),
        text("unit_id"),
        text("filed_by_unit_id"),
        text("summary"),
        parts("sections"),
        parts("rules_relied_on"),
        number("party_organisations"),
        number("party_members"),
        parts("participants"),
        parts("manifest"),
        text("manifest_sha256"),
        parts("bare_targets"),
        text("state"),
        text("form_check"),
        parts("missing"),
        text("advice"),
        moment("submitted_at"),
        moment("freezes_at"),
        number("version"),
    )
    op.create_index("results_packages_programme", "results_packages", ["programme_id"])


def widen_copies() -> None:
    """Add to the copies of what `applications` says of programmes and projects."""
    for table, (name, kind, empty) in ADDED.items():
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=empty))
        op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Drop everything."""
    for table, (name, *_) in ADDED.items():
        op.drop_column(table, name)
    for table in TABLES:
        op.drop_table(table)
