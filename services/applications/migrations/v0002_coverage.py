"""Gaps in coverage, dated names of units, corrections of a notice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_coverage"
down_revision = "0001"

FIRST_NAMES = """
  update units set names = jsonb_build_array(jsonb_build_object(
    'name', name, 'name_en', name_en, 'party_organisation', party_organisation,
    'full_name', full_name, 'since', ''))"""
FIRST_RULE = """
  update programmes set rules = rules || jsonb_build_object('coverage', jsonb_build_object(
    'executing_units_count', true, 'children_roll_up', true))
  where rules <> '{}'"""
NO_RULE = "update programmes set rules = rules - 'coverage'"


def upgrade() -> None:
    """Give units all their names, programmes their corrections, and coverage its gaps."""
    for column in (
        sa.Column("parent_id", sa.Text, nullable=False, server_default=""),
        sa.Column("names", JSONB, nullable=False, server_default="[]"),
        sa.Column("merged_into", sa.Text, nullable=False, server_default=""),
    ):
        op.add_column("units", column)
        op.alter_column("units", column.name, server_default=None)
    op.add_column("units", sa.Column("merged_on", sa.Date))
    op.execute(FIRST_NAMES)
    op.add_column(
        "programmes", sa.Column("corrections", JSONB, nullable=False, server_default="[]")
    )
    op.alter_column("programmes", "corrections", server_default=None)
    op.execute(FIRST_RULE)
    op.create_table(
        "coverage_gaps",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_because", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Take all of it back."""
    op.drop_table("coverage_gaps")
    op.execute(NO_RULE)
    op.drop_column("programmes", "corrections")
    for column in ("merged_on", "merged_into", "names", "parent_id"):
        op.drop_column("units", column)
