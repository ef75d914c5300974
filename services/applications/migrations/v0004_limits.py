"""How many projects a unit takes part in, and in which roles, in the rules that are there already."""

from alembic import op

revision = "0004_limits"
down_revision = "0003_people"

NO_LIMITS = """
  update programmes set rules = jsonb_set(rules, '{participation}', (rules -> 'participation') ||
    '{"max_per_unit": null, "unique_per_project": true}')
  where rules ? 'participation'"""
AS_BEFORE = """
  update programmes set rules = jsonb_set(rules, '{participation}',
    (rules -> 'participation') - 'max_per_unit' - 'unique_per_project')
  where rules ? 'participation'"""


def upgrade() -> None:
    """Say what held until now: any number of projects, one role in each (AMB-28, AMB-36)."""
    op.execute(NO_LIMITS)


def downgrade() -> None:
    """Leave it unsaid again."""
    op.execute(AS_BEFORE)
