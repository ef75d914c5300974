"""The read models of the people's side: supplements, papers, teams, leaving and contact leaders."""

import sqlalchemy as sa
from alembic import op

revision = "0003_people"
down_revision = "0002_coverage"

FIRST_RULES = """
  update programmes set rules = rules || jsonb_build_object(
    'plan_readers', 'lead_and_organiser',
    'monthly_day', 'first_such_day',
    'participation', jsonb_build_object(
      'supplementary_until', null, 'supplementary_approver', 'organiser_leader',
      'paper_accepted', true, 'contacts_distinct', true, 'leaving', 'with_approval',
      'opinion_before_leaving', true, 'co_leads_expected', 1))
  where rules <> '{}'"""
NO_RULES = "update programmes set rules = rules - 'plan_readers' - 'monthly_day' - 'participation'"


def upgrade() -> None:
    """Create the new read models, and the new columns of those that are there."""
    op.add_column("programmes", sa.Column("supplementary_close_at", sa.DateTime(timezone=True)))
    op.add_column(
        "projects", sa.Column("contact_leader", sa.Text, nullable=False, server_default="")
    )
    op.alter_column("projects", "contact_leader", server_default=None)
    op.add_column("projects", sa.Column("contact_since", sa.DateTime(timezone=True)))
    op.execute(FIRST_RULES)
    extend_participations()
    op.create_table(
        "supplementary_windows",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=False),
    )
    create_teams()
    create_leavings()


def extend_participations() -> None:
    """Add what is known of a supplement, of a paper and of an end."""
    op.add_column("participations", sa.Column("supplementary_case", sa.Text))
    op.add_column("participations", sa.Column("end_cause", sa.Text))
    op.add_column("participations", sa.Column("ended_on", sa.Date))
    for name, kind, before in (
        ("supplementary_reason", sa.Text, ""),
        ("on_paper", sa.Boolean, "false"),
        ("scan", sa.Text, ""),
    ):
        op.add_column(
            "participations", sa.Column(name, kind, nullable=False, server_default=before)
        )
        op.alter_column("participations", name, server_default=None)


def create_teams() -> None:
    """Create the teams."""
    op.create_table(
        "teams",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("composition", sa.Text, nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True)),
        sa.Column("responsible_leader", sa.Text, nullable=False),
        sa.Column("responsible_since", sa.DateTime(timezone=True)),
        sa.Column("liaison", sa.Text, nullable=False),
        sa.Column("liaison_since", sa.DateTime(timezone=True)),
    )


def create_leavings() -> None:
    """Create the requests to leave."""
    op.create_table(
        "leavings",
        sa.Column("project_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead_agrees", sa.Boolean),
        sa.Column("lead_opinion", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("ended_on", sa.Date),
    )


def downgrade() -> None:
    """Drop everything again."""
    op.execute(NO_RULES)
    for table in ("leavings", "teams", "supplementary_windows"):
        op.drop_table(table)
    for column in (
        "supplementary_case",
        "supplementary_reason",
        "on_paper",
        "scan",
        "end_cause",
        "ended_on",
    ):
        op.drop_column("participations", column)
    for column in ("contact_leader", "contact_since"):
        op.drop_column("projects", column)
    op.drop_column("programmes", "supplementary_close_at")
